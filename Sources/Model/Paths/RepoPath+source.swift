extension RepoPath {
  /// Whether a program reads it as text, whatever bytes are in it: a NUL does not make it binary, or it
  /// would hide from every rule about lines.
  package var isSource: Bool {
    let name = name
    return RepoPath.sourceExtensions.contains(pathExtension)
      || ["Makefile", "Dockerfile", "Jenkinsfile", ".env"].contains { name.hasPrefix($0) }
  }

  private static let sourceExtensions: Set<String> = [
    "bash", "c", "cc", "cfg", "cjs", "conf", "cpp", "cs", "css", "cts", "env", "gemspec", "go",
    "gradle", "groovy", "h", "hpp", "htm", "html", "ini", "java", "js", "json", "json5", "jsonc",
    "jsx", "kt", "kts", "ksh", "less", "lua", "m", "md", "mjs", "mk", "mm", "mts", "php", "pl",
    "properties", "proto", "ps1", "py", "pyi", "rake", "rb", "rs", "rst", "scala", "scss", "sh",
    "sql", "svelte", "swift", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml", "yml", "zsh",
  ]
}
