internal import GateModel

/// How the source of a language is read, as far as key reads need it.
enum Language: Sendable, Hashable {
  case python, javaScript, swift, go, ruby, rust, java
  /// Shell, and files whose values are shell: Dockerfile, Makefile, `.env`.
  case shell
  /// Keys and values, with shell in some values.
  case yaml
  case json, toml
  /// `KEY=value` lines.
  case properties

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
    case "toml": self = .toml
    case "ini", "properties": self = .properties
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
    case .python, .ruby, .shell, .yaml, .toml, .properties: Array("#".utf8)
    case .javaScript, .swift, .go, .rust, .java, .json: Array("//".utf8)
    }
  }

  var hasBlockComments: Bool {
    switch self {
    case .javaScript, .swift, .go, .rust, .java, .json: true
    case .python, .ruby, .shell, .yaml, .toml, .properties: false
    }
  }

  /// What may open and close a string.
  var quotes: [UInt8] {
    switch self {
    case .javaScript, .go: Array("\"'`".utf8)
    case .swift, .json: Array("\"".utf8)
    case .rust, .java: Array("\"".utf8)
    case .python, .ruby, .shell, .yaml, .toml, .properties: Array("\"'".utf8)
    }
  }

  var hasTripleQuotes: Bool {
    switch self {
    case .python, .swift, .java: true
    case .javaScript, .go, .ruby, .rust, .shell, .yaml, .json, .toml, .properties: false
    }
  }

  /// What begins code inside a string.
  var codeOpener: [UInt8] {
    switch self {
    case .javaScript, .java: Array("${".utf8)
    case .ruby: Array("#{".utf8)
    case .swift: Array("\\(".utf8)
    case .python: Array("{".utf8)
    case .go, .rust, .shell, .yaml, .json, .toml, .properties: []
    }
  }

  /// Whether a string between these quotes, behind this prefix, may hold code.
  func interpolates(_ quote: UInt8, prefix: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .javaScript: quote == UInt8(ascii: "`")
    case .ruby, .java: quote == UInt8(ascii: "\"")
    case .swift: true
    case .python: prefix.contains(UInt8(ascii: "f")) || prefix.contains(UInt8(ascii: "F"))
    case .go, .rust, .shell, .yaml, .json, .toml, .properties: false
    }
  }

  /// Whether a word right before a quote belongs to the string: `f"…"`, `rb'…'`.
  func isStringPrefix(_ word: ArraySlice<UInt8>) -> Bool {
    self == .python && word.count <= 2 && word.allSatisfy { "rRbBfFuU".utf8.contains($0) }
  }
}
