import GateModel

/// Tags with their names and attributes.
extension XMLReader {
  private static let maximumDepth = 200
  private static let maximumAttributes = 200

  mutating func endTag() throws(ResultProblem) -> XMLEvent {
    index += 2
    let name = try name()
    skipSpace()
    guard take(UInt8(ascii: ">")) else { throw problem("an end tag is not closed") }
    guard names.last == name else { throw problem("</\(name)> ends what is not open") }
    return close()
  }

  mutating func startTag() throws(ResultProblem) -> XMLEvent {
    index += 1
    let name = try name()
    guard !(names.isEmpty && hadRoot) else { throw problem("there is a second root element") }
    guard names.count < XMLReader.maximumDepth else { throw problem("it is nested too deeply") }
    var attributes: [XMLAttribute] = []
    while true {
      let hadSpace = skipSpace()
      if take(UInt8(ascii: ">")) { break }
      if take(UInt8(ascii: "/")) {
        guard take(UInt8(ascii: ">")) else { throw problem("a tag is not closed") }
        isEmptyElement = true
        break
      }
      guard hadSpace else { throw problem("a tag is not closed") }
      let attribute = try attribute()
      guard attributes[attribute.name] == nil else {
        throw problem("<\(name)> has an attribute twice")
      }
      attributes.append(attribute)
      guard attributes.count <= XMLReader.maximumAttributes else {
        throw problem("<\(name)> has too many attributes")
      }
    }
    names.append(name)
    hadRoot = true
    return .start(name: name, attributes: attributes)
  }

  private mutating func attribute() throws(ResultProblem) -> XMLAttribute {
    let name = try name()
    skipSpace()
    guard take(UInt8(ascii: "=")) else { throw problem("an attribute has no value") }
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == 0x27 else {
      throw problem("an attribute's value is not quoted")
    }
    let quote = bytes[index]
    let start = index + 1
    guard let end = bytes[start...].firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "<") }),
      bytes[end] == quote
    else { throw problem("an attribute's value does not end") }
    index = end + 1
    return XMLAttribute(name: name, value: try resolved(bytes[start..<end]))
  }

  private mutating func name() throws(ResultProblem) -> String {
    let start = index
    while index < bytes.count, isName(bytes[index]), index - start <= 256 { index += 1 }
    guard index > start, index - start <= 256,
      bytes[start].isLetterOrDigit || bytes[start] >= 0x80
        || bytes[start] == UInt8(ascii: "_")
    else { throw problem("there is no name where a tag or an attribute begins") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }
}

private func isName(_ byte: UInt8) -> Bool {
  byte.isLetterOrDigit || byte >= 0x80 || "_-.:".utf8.contains(byte)
}
