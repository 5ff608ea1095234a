internal import GateModel

/// How the source of a language is read, as far as key reads need it.
enum Language: Sendable, Hashable {
  case python, javaScript, swift, go, ruby, rust, java
  /// Shell, and files whose values are shell: Dockerfile, Makefile, `.env`.
  case shell
  /// Keys and values, with shell in some values.
  case yaml
  case json, toml

  /// By file name; nil for what has no configuration to read.
  init?(_ path: RepoPath) {
    switch path.pathExtension {
    case "py", "pyi": self = .python
    case "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue", "svelte": self = .javaScript
    case "swift": self = .swift
    case "go": self = .go
    case "rb", "rake", "gemspec": self = .ruby
    case "rs": self = .rust
    case "java", "kt", "kts", "scala", "groovy": self = .java
    case "sh", "bash", "zsh", "ksh", "env", "mk": self = .shell
    case "yml", "yaml": self = .yaml
    case "json", "json5", "jsonc": self = .json
    case "toml", "ini", "cfg", "conf", "properties": self = .toml
    default:
      let name = path.name
      guard
        ["Dockerfile", "Containerfile", "Makefile", "GNUmakefile", "Justfile", "justfile", ".env"]
          .contains(where: { name == $0 || name.hasPrefix($0 + ".") })
      else { return nil }
      self = .shell
    }
  }

  var lineComment: [UInt8] {
    switch self {
    case .python, .ruby, .shell, .yaml, .toml: Array("#".utf8)
    case .javaScript, .swift, .go, .rust, .java, .json: Array("//".utf8)
    }
  }

  var hasBlockComments: Bool {
    switch self {
    case .javaScript, .swift, .go, .rust, .java, .json: true
    case .python, .ruby, .shell, .yaml, .toml: false
    }
  }

  /// What may open and close a string.
  var quotes: [UInt8] {
    switch self {
    case .javaScript, .go: Array("\"'`".utf8)
    case .swift, .json: Array("\"".utf8)
    case .rust, .java: Array("\"".utf8)
    case .python, .ruby, .shell, .yaml, .toml: Array("\"'".utf8)
    }
  }

  var hasTripleQuotes: Bool {
    switch self {
    case .python, .swift, .java: true
    case .javaScript, .go, .ruby, .rust, .shell, .yaml, .json, .toml: false
    }
  }
}
