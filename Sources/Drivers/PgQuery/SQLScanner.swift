/// Cuts SQL into tokens, white space left out. Reads any bytes: what never ends, ends with the text.
///
/// It exists beside the parser because the parser's tree has no comments, and because the parser's
/// answer is written by recursion: how deep that will go has to be known before it is asked.
struct SQLScanner: IteratorProtocol, Sequence {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int

  init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
    self.bytes = bytes
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  mutating func next() -> SQLToken? {
    while position < end, bytes[position].isSQLSpace { position += 1 }
    guard position < end else { return nil }
    let start = position
    let kind = scan(bytes[position])
    // What never ends, ends with the text.
    position = Swift.min(Swift.max(position, start + 1), end)
    return SQLToken(kind: kind, range: start..<position)
  }

  private mutating func scan(_ byte: UInt8) -> SQLToken.Kind {
    switch byte {
    case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
      skipLine()
      return .lineComment
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
      skipBlock()
      return .blockComment
    case UInt8(ascii: "'"):
      skipString(escapes: false)
      return .string
    case UInt8(ascii: "\""):
      skipQuoted(by: byte, escapes: false)
      return .quotedName
    case UInt8(ascii: "$"): return scanDollar()
    case let byte where byte.beginsSQLName: return scanWord(byte)
    case let byte where byte.isDigit: return scanNumber()
    case UInt8(ascii: ".") where peek(1).isDigit: return scanNumber()
    case let byte where byte.isSQLSign:
      skipSigns()
      return .sign
    default:
      position += 1
      return .mark
    }
  }

  /// Zero behind the end, which is no byte of SQL.
  private func peek(_ distance: Int) -> UInt8 {
    position + distance < end ? bytes[position + distance] : 0
  }

  private mutating func skipLine() {
    while position < end, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
  }

  private mutating func skipBlock() {
    position += 2
    var depth = 1
    while position < end, depth > 0 {
      switch (bytes[position], peek(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")): (depth, position) = (depth + 1, position + 2)
      case (UInt8(ascii: "*"), UInt8(ascii: "/")): (depth, position) = (depth - 1, position + 2)
      default: position += 1
      }
    }
  }

  /// From the opening quote behind the closing one. A doubled quote is a quote inside.
  private mutating func skipQuoted(by quote: UInt8, escapes: Bool) {
    position += 1
    while position < end {
      let byte = bytes[position]
      if escapes, byte == UInt8(ascii: "\\") {
        position += 2
      } else if byte != quote {
        position += 1
      } else if peek(1) == quote {
        position += 2
      } else {
        position += 1
        return
      }
    }
  }

  /// A string goes on where only white space with a line end in it, and comments of a line, stand
  /// between two of its pieces; all pieces know the escapes of the first.
  private mutating func skipString(escapes: Bool) {
    while true {
      skipQuoted(by: UInt8(ascii: "'"), escapes: escapes)
      let behind = position
      var hasLineEnd = false
      while position < end {
        if bytes[position].isSQLSpace {
          if bytes[position] == 0x0A || bytes[position] == 0x0D { hasLineEnd = true }
          position += 1
        } else if hasLineEnd, bytes[position] == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
          skipLine()
        } else {
          break
        }
      }
      guard hasLineEnd, position < end, bytes[position] == UInt8(ascii: "'") else {
        position = behind
        return
      }
    }
  }

  private mutating func scanDollar() -> SQLToken.Kind {
    var tag = position + 1
    if tag < end, bytes[tag].beginsSQLName {
      while tag < end, bytes[tag].beginsSQLName || bytes[tag].isDigit { tag += 1 }
    }
    guard tag < end, bytes[tag] == UInt8(ascii: "$") else {
      position += 1
      while position < end, bytes[position].isDigit { position += 1 }
      return .mark
    }
    let mark = bytes[position...tag]
    position = tag + 1
    while position < end {
      if bytes[position] == UInt8(ascii: "$"), bytes[position..<end].starts(with: mark) {
        position += mark.count
        return .dollarString
      }
      position += 1
    }
    return .dollarString
  }

  private mutating func scanWord(_ first: UInt8) -> SQLToken.Kind {
    let (letter, second) = (first | 0x20, peek(1))
    if second == UInt8(ascii: "'"), "ebxn".utf8.contains(letter) {
      position += 1
      skipString(escapes: letter == UInt8(ascii: "e"))
      return .string
    }
    if letter == UInt8(ascii: "u"), second == UInt8(ascii: "&") {
      if peek(2) == UInt8(ascii: "'") {
        position += 2
        skipString(escapes: false)
        return .string
      }
      if peek(2) == UInt8(ascii: "\"") {
        position += 2
        skipQuoted(by: UInt8(ascii: "\""), escapes: false)
        return .quotedName
      }
    }
    while position < end, bytes[position].continuesSQLName { position += 1 }
    return .word
  }

  private mutating func scanNumber() -> SQLToken.Kind {
    while position < end, bytes[position].isDigit { position += 1 }
    // `1..2` is two numbers around two dots.
    if position < end, bytes[position] == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") {
      position += 1
      while position < end, bytes[position].isDigit { position += 1 }
    }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if peek(sign ? 2 : 1).isDigit {
        position += sign ? 2 : 1
        while position < end, bytes[position].isDigit { position += 1 }
      }
    }
    return .number
  }

  /// A comment ends an operator.
  private mutating func skipSigns() {
    while position < end, bytes[position].isSQLSign {
      if bytes[position] == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") { return }
      if bytes[position] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") { return }
      position += 1
    }
  }
}

extension UInt8 {
  /// Blank, tab, line feed, form feed, carriage return.
  var isSQLSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) && self != 0x0B }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var beginsSQLName: Bool {
    (0x61...0x7A).contains(self | 0x20) && self >= 0x41 || self == 0x5F || self >= 0x80
  }
  var continuesSQLName: Bool { beginsSQLName || isDigit || self == UInt8(ascii: "$") }
  var isSQLSign: Bool {
    switch self {
    case UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"),
      UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"),
      UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"),
      UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
