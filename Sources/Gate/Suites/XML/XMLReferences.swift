import GateModel

/// A text with its character references and the five entities of XML resolved; nil where it has
/// another entity. Characters that XML does not allow, which test runners write all the same, become
/// U+FFFD.
func resolvedReferences(_ text: ArraySlice<UInt8>) -> String? {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count)
  var rest = text
  while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
    bytes += rest[..<start]
    let name = rest[(start + 1)...].prefix(12)
    guard let end = name.firstIndex(of: UInt8(ascii: ";")),
      let scalar = scalar(named: name[..<end])
    else { return nil }
    bytes += String(Character(scalar)).utf8
    rest = rest[(end + 1)...]
  }
  bytes += rest
  return String(decoding: bytes, as: UTF8.self)
}

private func scalar(named name: ArraySlice<UInt8>) -> Unicode.Scalar? {
  switch String(decoding: name, as: UTF8.self) {
  case "lt": return "<"
  case "gt": return ">"
  case "amp": return "&"
  case "quot": return "\""
  case "apos": return "'"
  case let name:
    guard let digits = name.after("#"), digits.utf8.first?.isLetterOrDigit == true else {
      return nil
    }
    let number = digits.after("x").map { UInt32($0, radix: 16) } ?? UInt32(digits)
    guard let number else { return nil }
    let isControl = number < 0x20 && number != 0x0A && number != 0x09 && number != 0x0D
    return isControl ? "\u{FFFD}" : Unicode.Scalar(number) ?? "\u{FFFD}"
  }
}
