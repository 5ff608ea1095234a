extension [UInt8] {
  /// The first byte that belongs to no character; nil where all are UTF-8.
  var firstOffsetOutsideUTF8: Int? {
    if String(validating: self, as: UTF8.self) != nil { return nil }
    var position = 0
    while position < count {
      let rest = self[position...]
      let width = (1...4).first {
        $0 <= rest.count && String(validating: rest.prefix($0), as: UTF8.self) != nil
      }
      guard let width else { return position }
      position += width
    }
    return nil
  }

  /// The offset of a character, counted from 1.
  func offset(ofCharacter number: Int) -> Int {
    var seen = 0
    for offset in indices where self[offset] & 0xC0 != 0x80 {
      seen += 1
      if seen == number { return offset }
    }
    return count
  }
}
