package import GateModel

/// What a repository holds, as far as a first plan wants to know.
package struct Survey: Sendable, Hashable {
  /// The project's name: that of its folder.
  package var name: String
  /// The branch that changes are merged into.
  package var base: String
  /// Every file, in order.
  package let paths: [RepoPath]
  /// What stands in the manifests at the top, by name (see `Survey.manifests`).
  package var texts: [String: String]
  /// The paths, split.
  private let names: [[Substring]]

  /// Makes a survey of files in any order. Without texts, no manifest has anything to say.
  package init(name: String, base: String, paths: [RepoPath], texts: [String: String] = [:]) {
    self.name = name
    self.base = base
    self.paths = paths.sorted()
    self.texts = texts
    names = self.paths.map { $0.description.split(separator: "/") }
  }

  /// The files at the top whose text is worth reading.
  package static let manifests = [
    "package.json", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "pytest.ini",
    "requirements.txt", "requirements-dev.txt", "dev-requirements.txt", "requirements-test.txt",
  ]

  /// The files directly in a folder, by name; in the top without one.
  func files(in folder: String = "") -> [String] {
    let parts = folder.split(separator: "/")
    return names.filter { $0.count == parts.count + 1 && $0.starts(with: parts) }
      .compactMap { $0.last.map(String.init) }
  }

  /// The folders directly in a folder, by name.
  func folders(in folder: String = "") -> [String] {
    let parts = folder.split(separator: "/")
    var found: [String] = []
    for name in names where name.count > parts.count + 1 && name.starts(with: parts) {
      let child = String(name[parts.count])
      if found.last != child, !found.contains(child) { found.append(child) }
    }
    return found
  }

  /// Every folder whose own name is this one, by path.
  func folders(named name: String) -> [String] {
    var found: Set<String> = []
    for parts in names {
      for (index, part) in parts.dropLast().enumerated() where part == name {
        found.insert(parts[...index].joined(separator: "/"))
      }
    }
    return found.sorted()
  }

  func has(_ path: String) -> Bool { paths.contains(RepoPath(path)) }

  func hasFile(in folder: String, _ test: (RepoPath) -> Bool) -> Bool {
    let prefix = folder.isEmpty ? "" : folder + "/"
    return paths.contains { $0.description.hasPrefix(prefix) && test($0) }
  }

  func hasCode(in folder: String) -> Bool { hasFile(in: folder) { isCode($0) } }
}

/// Whether a file is written by the people who write the program.
func isCode(_ path: RepoPath) -> Bool {
  codeExtensions.contains(path.pathExtension)
}

private let codeExtensions: Set<String> = [
  "swift", "py", "go", "js", "mjs", "cjs", "ts", "tsx", "jsx", "vue", "svelte", "rs", "java", "kt",
  "kts", "scala", "rb", "php", "c", "h", "cc", "cpp", "hpp", "cs", "m", "mm", "ex", "exs", "dart",
  "lua", "zig", "sql", "html", "css", "scss", "proto",
]
