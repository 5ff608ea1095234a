internal import GateModel

extension KeyPair {
  /// Reads block mappings by their indentation, and flow mappings that stand on one line.
  static func yaml(_ text: String) -> [KeyPair] {
    var found: [KeyPair] = []
    var levels: [(indent: Int, siblings: Siblings)] = []
    // Lines further in than this are a block of text.
    var textIndent: Int?
    for (index, line) in text.lines.enumerated() {
      let content = line.drop { $0 == " " }
      if content.isEmpty { continue }
      var indent = line.utf8.count - content.utf8.count
      if let outer = textIndent {
        if indent > outer { continue }
        textIndent = nil
      }
      if content.first == "#" { continue }
      if content.hasPrefix("---") {
        levels = []
        continue
      }
      var rest = content
      while levels.last.map({ $0.indent > indent }) == true { levels.removeLast() }
      while rest.hasPrefix("- ") {
        // Each item begins a mapping of its own.
        let inner = rest.dropFirst(2).drop { $0 == " " }
        indent += rest.utf8.count - inner.utf8.count
        rest = inner
        while levels.last.map({ $0.indent >= indent }) == true { levels.removeLast() }
      }
      found += FlowScan.pairs(Array(flow(in: rest).utf8), comment: "#", firstLine: index + 1)
      guard let (key, value) = keyAndValue(rest) else { continue }
      if value.first == "|" || value.first == ">" { textIndent = indent }
      if levels.last?.indent != indent { levels.append((indent, Siblings())) }
      if let pair = levels[levels.count - 1].siblings.add(key, index + 1) { found.append(pair) }
    }
    return found
  }

  private static func keyAndValue(_ line: Substring) -> (key: String, value: Substring)? {
    if let quote = line.first, quote == "\"" || quote == "'" {
      let inner = line.dropFirst()
      guard let end = inner.firstIndex(of: quote) else { return nil }
      let after = inner[inner.index(after: end)...].drop { $0 == " " }
      guard after.first == ":" else { return nil }
      return (String(inner[..<end]), after.dropFirst().drop { $0 == " " })
    }
    let name = line.utf8.prefix { $0.isLetterOrDigit || "_-.".utf8.contains($0) }
    let after = line[name.endIndex...].drop { $0 == " " }
    guard !name.isEmpty, after.first == ":" else { return nil }
    let value = after.dropFirst()
    guard value.isEmpty || value.first == " " || value.first == "\t" else { return nil }
    return (String(decoding: name, as: UTF8.self), value.drop { $0 == " " })
  }

  /// The flow mapping that is a line's value, if it is one.
  private static func flow(in line: Substring) -> Substring {
    if line.first == "{" || line.first == "[" { return line }
    guard let (_, value) = keyAndValue(line), value.first == "{" || value.first == "[" else {
      return ""
    }
    return value
  }
}
