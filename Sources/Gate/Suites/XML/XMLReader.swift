/// Reads XML 1.0 in UTF-8, one event after the other, as far as test results need it.
///
/// A document type is refused, so there are no entities but the five of XML itself and nothing to
/// expand or to fetch. The depth and the number of attributes are limited, and nothing recurses.
/// Source: https://www.w3.org/TR/xml/.
struct XMLReader {
  let bytes: [UInt8]
  var index = 0
  var names: [String] = []
  var isEmptyElement = false
  var hadRoot = false

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

  mutating func close() -> XMLEvent {
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

  private func follows(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  @discardableResult mutating func skipSpace() -> Bool {
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
  func problem(_ message: String) -> ResultProblem {
    let line = bytes[..<min(index, bytes.count)].count { $0 == 0x0A } + 1
    return ResultProblem("the XML cannot be read at line \(line): \(message)")
  }

  func resolved(_ text: ArraySlice<UInt8>) throws(ResultProblem) -> String {
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
