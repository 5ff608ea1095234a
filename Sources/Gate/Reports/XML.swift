/// Escaped for an attribute or an element; what XML 1.0 cannot hold is replaced, and what a runner's log
/// could take for a command is written by number. Source: XML 1.0, production 2 (Char).
func xml(_ text: String, atMost limit: Int) -> String {
  var escaped = ""
  var (hashes, isInName) = (0, false)
  for scalar in text.clipped(to: limit).unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\n": escaped += "&#10;"
    case "\t": escaped += "&#9;"
    case "[" where isInName: escaped += "&#91;"
    case _ where !scalar.isInXML: escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
    isInName = scalar == "#" ? hashes >= 1 : isInName && scalar.properties.isAlphabetic
    hashes = scalar == "#" ? hashes + 1 : 0
  }
  return escaped
}

extension Unicode.Scalar {
  /// A character of XML 1.0 that its authors do not advise against.
  fileprivate var isInXML: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F: false
    default: value & 0xFFFF < 0xFFFE
    }
  }
}
