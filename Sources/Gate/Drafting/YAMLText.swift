/// A text as one YAML value that every reader takes for this text: plain where nothing in it could
/// mean something else, in double quotes otherwise. Source: YAML 1.2.2, 5.7 and 7.3.
func yaml(_ text: String) -> String {
  if isPlain(text) { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case "\r": quoted += "\\r"
    case _ where scalar.isPrintable: quoted.unicodeScalars.append(scalar)
    default: quoted += escape(scalar.value)
    }
  }
  return quoted + "\""
}

/// `[a, b]`, on one line.
func yaml(_ texts: [String]) -> String { "[" + texts.map(yaml).joined(separator: ", ") + "]" }

/// A text as a comment of one line.
func yamlComment(_ text: String) -> String {
  let line = String(
    String.UnicodeScalarView(text.unicodeScalars.map { $0.isPrintable ? $0 : " " }))
  return "# " + line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Letters, digits and a few marks; nothing that begins like a number, a date or a switch.
private func isPlain(_ text: String) -> Bool {
  let switches = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
  guard let first = text.unicodeScalars.first, first.isWord && !first.isDigit || first == "/",
    text.unicodeScalars.last != " ", !switches.contains(text.lowercased())
  else { return false }
  return text.unicodeScalars.allSatisfy { $0.isWord || " /._-()*".unicodeScalars.contains($0) }
}

private func escape(_ value: UInt32) -> String {
  let (mark, width) = value < 0x100 ? ("x", 2) : value < 0x1_0000 ? ("u", 4) : ("U", 8)
  let digits = String(value, radix: 16)
  return "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { properties.numericType != nil }
  fileprivate var isWord: Bool { isPrintable && (properties.isAlphabetic || isDigit) }

  /// May stand in a YAML file as it is, and steers no reader.
  fileprivate var isPrintable: Bool {
    switch value {
    case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }
}
