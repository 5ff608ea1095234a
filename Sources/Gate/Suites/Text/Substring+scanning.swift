// The scanners of this module work on bytes: the separators they look for are ASCII, and comparing
// by `Character` would make a large output slow to read.
extension StringProtocol where SubSequence == Substring {
  func begins(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  func ends(_ suffix: String) -> Bool {
    self[...].utf8.reversed().starts(with: suffix.utf8.reversed())
  }

  /// The rest behind a prefix; nil where it does not begin so.
  func after(_ prefix: String) -> Substring? {
    begins(prefix) ? self[utf8.index(utf8.startIndex, offsetBy: prefix.utf8.count)...] : nil
  }

  /// The rest before a suffix; nil where it does not end so.
  func before(_ suffix: String) -> Substring? {
    ends(suffix) ? self[..<utf8.index(utf8.endIndex, offsetBy: -suffix.utf8.count)] : nil
  }

  /// The parts around the first separator.
  func cut(at separator: String) -> (before: Substring, after: Substring)? {
    guard let first = separator.utf8.first else { return nil }
    var from = utf8.startIndex
    while let start = utf8[from...].firstIndex(of: first) {
      if let rest = self[start...].after(separator) {
        return (self[..<start], self[rest.startIndex...])
      }
      from = utf8.index(after: start)
    }
    return nil
  }

  /// The parts around the last separator.
  func cutLast(at separator: String) -> (before: Substring, after: Substring)? {
    guard let first = separator.utf8.first else { return nil }
    let utf8 = self[...].utf8
    var end = utf8.endIndex
    while let start = utf8[..<end].lastIndex(of: first) {
      if let rest = self[start...].after(separator) {
        return (self[..<start], self[rest.startIndex...])
      }
      end = start
    }
    return nil
  }

  /// With every occurrence of one text replaced by another.
  func replaced(_ text: String, by other: String) -> String {
    var result = ""
    var rest = self[...]
    while let (head, tail) = rest.cut(at: text) {
      result += head
      result += other
      rest = tail
    }
    return result + rest
  }

  /// How many spaces it begins with.
  var indentation: Int { utf8.prefix { $0 == 0x20 }.count }

  var isBlank: Bool { utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// Whether it is at least `count` times one ASCII character and nothing else.
  func isRow(of character: Unicode.Scalar, atLeast count: Int) -> Bool {
    utf8.count >= count && utf8.allSatisfy { UInt32($0) == character.value }
  }

  /// Without one ASCII character at both ends.
  func stripped(of character: Unicode.Scalar) -> Substring {
    var rest = self[...]
    while let byte = rest.utf8.first, UInt32(byte) == character.value {
      rest = rest[rest.utf8.index(after: rest.startIndex)...]
    }
    while let byte = rest.utf8.last, UInt32(byte) == character.value {
      rest = rest[..<rest.utf8.index(before: rest.endIndex)]
    }
    return rest
  }
}
