import GateModel

/// What an `XMLReader` meets.
enum XMLEvent {
  case start(name: String, attributes: [XMLAttribute])
  case end
  /// Character data as written; `isLiteral` where it has no references (CDATA).
  case text(ArraySlice<UInt8>, isLiteral: Bool)
}

struct XMLAttribute {
  var name: String
  var value: String
}

extension [XMLAttribute] {
  subscript(name: String) -> String? { first { $0.name == name }?.value }
}

/// Reads XML 1.0 in UTF-8, one event after the other, as far as test results need it.
///
/// A document type is refused, so there are no entities but the five of XML itself and nothing to
/// expand or to fetch. The depth and the number of attributes are limited, and nothing recurses.
/// Source: https://www.w3.org/TR/xml/.
struct XMLReader {
  private static let maximumDepth = 200
  private static let maximumAttributes = 200

  private let bytes: [UInt8]
  private var index = 0
  private var names: [String] = []
  private var isEmptyElement = false
  private var hadRoot = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// The next event; nil behind the end of a complete document.
  mutating func next() throws(ResultProblem) -> XMLEvent? {
    if isEmptyElement {
      isEmptyElement = false
      return close()
    }
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        if let text = try text() { return text }
        continue
      }
      if follows("<!--") {
        try skip(past: "-->", "a comment")
      } else if follows("<![CDATA[") {
        guard !names.isEmpty else { throw problem("there is text outside of the root element") }
        let start = index + 9
        try skip(past: "]]>", "a CDATA section")
        return .text(bytes[start..<(index - 3)], isLiteral: true)
      } else if follows("<?") {
        try processingInstruction()
      } else if follows("<!") {
        throw problem("it declares a document type, which is not read")
      } else if follows("</") {
        return try endTag()
      } else {
        return try startTag()
      }
    }
    guard names.isEmpty else { throw problem("it ends within <\(names.last ?? "")>") }
    guard hadRoot else { throw problem("it is empty") }
    return nil
  }

  /// The text of a `.text` event with its references resolved.
  func string(_ text: ArraySlice<UInt8>, isLiteral: Bool) throws(ResultProblem) -> String {
    isLiteral ? String(decoding: text, as: UTF8.self) : try resolved(text)
  }

  // MARK: Parts

  private mutating func close() -> XMLEvent {
    names.removeLast()
    return .end
  }

  private mutating func text() throws(ResultProblem) -> XMLEvent? {
    let start = index
    index = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    let text = bytes[start..<index]
    if names.isEmpty {
      guard text.allSatisfy(isSpace) else {
        throw problem("there is text outside of the root element")
      }
      return nil
    }
    return .text(text, isLiteral: false)
  }

  private mutating func processingInstruction() throws(ResultProblem) {
    let start = index
    try skip(past: "?>", "a processing instruction")
    let instruction = String(decoding: bytes[start..<index].prefix(200), as: UTF8.self)
    guard instruction.begins("<?xml "), let (_, rest) = instruction.cut(at: "encoding=") else {
      return
    }
    let name = rest.dropFirst().prefix { $0 != "\"" && $0 != "'" }.lowercased()
    guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else {
      throw problem("it is not in UTF-8, which is the only encoding that is read")
    }
  }

  private mutating func endTag() throws(ResultProblem) -> XMLEvent {
    index += 2
    let name = try name()
    skipSpace()
    guard take(UInt8(ascii: ">")) else { throw problem("an end tag is not closed") }
    guard names.last == name else { throw problem("</\(name)> ends what is not open") }
    return close()
  }

  private mutating func startTag() throws(ResultProblem) -> XMLEvent {
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

  // MARK: Bytes

  private func follows(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  @discardableResult private mutating func skipSpace() -> Bool {
    let start = index
    while index < bytes.count, isSpace(bytes[index]) { index += 1 }
    return index > start
  }

  private mutating func skip(past end: String, _ what: String) throws(ResultProblem) {
    let pattern = Array(end.utf8)
    var from = index + 2
    while let start = bytes[min(from, bytes.count)...].firstIndex(of: pattern[0]) {
      if bytes[start...].starts(with: pattern) {
        index = start + pattern.count
        return
      }
      from = start + 1
    }
    throw problem("it ends within \(what)")
  }

  /// A problem at the current line.
  private func problem(_ message: String) -> ResultProblem {
    let line = bytes[..<min(index, bytes.count)].count { $0 == 0x0A } + 1
    return ResultProblem("the XML cannot be read at line \(line): \(message)")
  }

  private func resolved(_ text: ArraySlice<UInt8>) throws(ResultProblem) -> String {
    guard text.contains(UInt8(ascii: "&")) else { return String(decoding: text, as: UTF8.self) }
    guard let string = resolvedReferences(text) else {
      throw problem("it has a reference to something that XML does not know")
    }
    return string
  }
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}

private func isName(_ byte: UInt8) -> Bool {
  byte.isLetterOrDigit || byte >= 0x80 || "_-.:".utf8.contains(byte)
}
