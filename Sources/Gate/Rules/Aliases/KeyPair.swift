internal import GateModel

/// A key of a configuration file that stands beside its own old name: `port` and `port_old`.
struct KeyPair: Sendable, Hashable {
  var key: String
  var oldKey: String
  var line: Int
}

extension KeyPair {
  /// The pairs of one file of which an added line holds at least one key. Siblings are keys of one
  /// indentation with nothing further out between them.
  static func all(in text: String, of language: Language, added: Set<Int>) -> [KeyPair] {
    var found: [KeyPair] = []
    var open: [(indent: Int, keys: [String: Int])] = []
    for (index, line) in text.lines.enumerated() {
      let number = index + 1
      if language == .toml, line.trimmed.hasPrefix("[") {
        open.removeAll()
        continue
      }
      guard let (indent, key) = Self.key(of: line, language) else { continue }
      while let last = open.last, last.indent > indent { open.removeLast() }
      if open.last?.indent != indent { open.append((indent, [:])) }
      guard var level = open.popLast() else { continue }
      if line.trimmed.hasPrefix("- ") { level.keys.removeAll() }
      if let (new, old, other) = pair(key, number, level.keys),
        added.contains(number) || added.contains(other)
      {
        found.append(KeyPair(key: new, oldKey: old, line: number))
      }
      level.keys[key] = number
      open.append(level)
    }
    return found
  }

  private static func pair(
    _ key: String, _ line: Int, _ siblings: [String: Int]
  ) -> (new: String, old: String, line: Int)? {
    if let new = Self.newName(of: key), let other = siblings[new] { return (new, key, other) }
    for old in Self.oldNames(of: key) {
      if let other = siblings[old] { return (key, old, other) }
    }
    return nil
  }

  private static let marks = ["old", "legacy", "deprecated", "compat", "obsolete"]

  /// The name that an old one is an old one of.
  private static func newName(of key: String) -> String? {
    for mark in marks {
      for join in ["_", "-", "."] {
        if key.hasSuffix(join + mark) { return String(key.dropLast(mark.count + 1)) }
        if key.hasPrefix(mark + join) { return String(key.dropFirst(mark.count + 1)) }
      }
      let capital = mark.prefix(1).uppercased() + mark.dropFirst()
      if key.hasSuffix(capital), key.count > capital.count {
        return String(key.dropLast(capital.count))
      }
    }
    return nil
  }

  private static func oldNames(of key: String) -> [String] {
    marks.flatMap { mark -> [String] in
      let capital = mark.prefix(1).uppercased() + mark.dropFirst()
      let after = ["_", "-", "."].map { "\(key)\($0)\(mark)" }
      let before = ["_", "-", "."].map { "\(mark)\($0)\(key)" }
      return after + before + ["\(key)\(capital)"]
    }
  }

  /// The key that a line begins with, and its indentation. A key behind `- ` counts as indented.
  private static func key(of line: Substring, _ language: Language) -> (indent: Int, key: String)? {
    var indent = line.prefix { $0 == " " || $0 == "\t" }.count
    var rest = line.dropFirst(indent)
    while rest.hasPrefix("- ") {
      rest = rest.dropFirst(2)
      indent += 2
    }
    guard let first = rest.first, first != "#", first != "/" else { return nil }
    let separator: Character = language == .toml ? "=" : ":"
    if first == "\"" || first == "'" {
      let inner = rest.dropFirst()
      guard let end = inner.firstIndex(of: first) else { return nil }
      let after = inner[inner.index(after: end)...].drop { $0 == " " }
      return after.first == separator ? (indent, String(inner[..<end])) : nil
    }
    guard language != .json, let end = rest.firstIndex(of: separator) else { return nil }
    let key = rest[..<end].trimmed
    guard !key.isEmpty,
      key.utf8.allSatisfy({ $0.isLetterOrDigit || "_-.".utf8.contains($0) })
    else { return nil }
    return (indent, key)
  }
}
