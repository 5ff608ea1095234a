/// A terminal's output as text: without colours and other control sequences, lines as they are.
/// Bytes that are not UTF-8 are replaced.
func plainText(_ bytes: [UInt8]) -> String {
  guard bytes.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }) else {
    return String(decoding: bytes, as: UTF8.self)
  }
  var plain: [UInt8] = []
  plain.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    switch byte {
    case 0x1B: index = end(ofEscapeAt: index, in: bytes)
    case 0x0A, 0x09, 0x20...: plain.append(byte)
    default: break
    }
  }
  return String(decoding: plain, as: UTF8.self)
}

/// The index behind a control sequence (`ESC [ … letter`) or another escape of two bytes.
/// Source: ECMA-48, 5.4.
private func end(ofEscapeAt start: Int, in bytes: [UInt8]) -> Int {
  guard start < bytes.count else { return start }
  guard bytes[start] == UInt8(ascii: "[") else {
    return (0x20...0x7E).contains(bytes[start]) ? start + 1 : start
  }
  var index = start + 1
  while index < bytes.count, (0x20...0x3F).contains(bytes[index]) { index += 1 }
  return index < bytes.count && (0x40...0x7E).contains(bytes[index]) ? index + 1 : index
}

/// The lines of a text, one at a time: a list of all of them would be larger than the text.
struct TextLines: Sequence, IteratorProtocol {
  private let text: String
  private var position: String.Index

  init(_ text: String) {
    self.text = text
    position = text.startIndex
  }

  mutating func next() -> Substring? {
    let utf8 = text.utf8
    guard position < utf8.endIndex else { return nil }
    let end = utf8[position...].firstIndex(of: 0x0A) ?? utf8.endIndex
    let line = text[position..<end]
    position = end < utf8.endIndex ? utf8.index(after: end) : end
    return line
  }
}
