internal import GateModel

/// A key of a configuration file that stands beside its own old name: `port` and `port_old`.
struct KeyPair: Sendable, Hashable {
  var key: String
  var oldKey: String
  /// Where the later of both stands, and where the earlier does.
  var line: Int
  var otherLine: Int
}

/// The keys of one mapping.
struct Siblings {
  private var current: [String: (key: String, line: Int)] = [:]
  private var old: [String: (key: String, line: Int)] = [:]

  /// Takes in a key; the pair that it makes, if it does.
  mutating func add(_ key: String, _ line: Int) -> KeyPair? {
    let name = KeyName(key)
    guard !name.stem.isEmpty else { return nil }
    if name.isOld {
      old[name.stem] = (key, line)
      return current[name.stem].map {
        KeyPair(key: $0.key, oldKey: key, line: line, otherLine: $0.line)
      }
    }
    current[name.stem] = (key, line)
    return old[name.stem].map {
      KeyPair(key: key, oldKey: $0.key, line: line, otherLine: $0.line)
    }
  }
}

extension KeyPair {
  /// The pairs of a configuration file, in order.
  static func all(in text: String, of language: Language) -> [KeyPair] {
    switch language {
    case .json: FlowScan.pairs(Array(text.utf8), comment: "//")
    case .yaml: yaml(text)
    case .toml: toml(text)
    case .properties, .shell: assignments(text)
    case .python, .javaScript, .swift, .go, .ruby, .rust, .java: []
    }
  }

  private static let lockFiles: Set = [
    "package-lock.json", "npm-shrinkwrap.json", "composer.lock", "pnpm-lock.yaml", "Pipfile.lock",
    "packages.lock.json", "Package.resolved",
  ]
  private static let otherFolders: Set = [
    "locales", "locale", "i18n", "l10n", "lang", "translations", "fixtures", "testdata",
    "node_modules", "vendor", "__snapshots__",
  ]

  /// Whether the keys of a file are settings: not those of lock files, translations or test data.
  static func isConfiguration(_ path: RepoPath) -> Bool {
    !lockFiles.contains(path.name)
      && !path.description.split(separator: "/").dropLast()
        .contains { otherFolders.contains($0.lowercased()) }
  }

  /// `KEY=value` lines, as in `.env`; sections in brackets are mappings of their own.
  private static func assignments(_ text: String) -> [KeyPair] {
    var siblings = Siblings()
    var found: [KeyPair] = []
    for (index, line) in text.lines.enumerated() {
      if line.first == "[" { siblings = Siblings() }
      guard let end = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      var key = line[..<end].trimmed[...]
      if key.hasPrefix("export ") { key = key.dropFirst(7) }
      guard key.isPlainKey else { continue }
      if let pair = siblings.add(String(key), index + 1) { found.append(pair) }
    }
    return found
  }

  private static func toml(_ text: String) -> [KeyPair] {
    var tables: [String: Siblings] = [:]
    var table = ""
    var found: [KeyPair] = []
    var isText = false
    for (index, line) in text.lines.enumerated() {
      let quotes = line.occurrences(of: "\"\"\"") + line.occurrences(of: "'''")
      defer { if quotes % 2 == 1 { isText.toggle() } }
      if isText { continue }
      let content = line.drop { $0 == " " || $0 == "\t" }
      if content.first == "[" {
        let name = content.prefix { $0 != "#" }.filter { !"[] \t\"'".contains($0) }
        let parts = name.split(separator: ".")
        table = name + "."
        guard !content.hasPrefix("[["), let last = parts.last else {
          tables[table] = nil
          continue
        }
        let parent = parts.dropLast().joined(separator: ".") + "."
        if let pair = tables[parent, default: Siblings()].add(String(last), index + 1) {
          found.append(pair)
        }
        continue
      }
      guard let end = content.firstIndex(of: "=") else { continue }
      let key = content[..<end].trimmed.filter { $0 != "\"" && $0 != "'" }
      let value = content[content.index(after: end)...]
      found += FlowScan.pairs(Array(value.utf8), comment: "#", firstLine: index + 1)
      let owner = table.isEmpty ? "." : table
      guard key[...].isPlainKey, !owner.hasSuffix("ependencies.") else { continue }
      if let pair = tables[owner, default: Siblings()].add(key, index + 1) { found.append(pair) }
    }
    return found
  }
}

extension Substring {
  /// Letters, digits, `_`, `-` and `.`.
  var isPlainKey: Bool {
    !isEmpty && utf8.allSatisfy { $0.isLetterOrDigit || "_-.".utf8.contains($0) }
  }

  fileprivate func occurrences(of text: String) -> Int {
    utf8.contains(UInt8(ascii: "\"")) || utf8.contains(UInt8(ascii: "'"))
      ? split(separator: text, omittingEmptySubsequences: false).count - 1 : 0
  }
}
