internal import GateModel

/// Splits source code into words, strings and marks; comments and white space go. One pass over the
/// bytes, with a stack of its own for code inside strings.
struct Lexer {
  let bytes: [UInt8]
  let language: Language
  var index = 0
  var line = 1
  var tokens: [Token] = []
  /// The strings that the current code stands in, from the outside in.
  var open: [Literal] = []

  static func tokens(of text: String, in language: Language) -> [Token] {
    var lexer = Lexer(bytes: Array(text.utf8), language: language)
    lexer.run()
    return lexer.tokens
  }

  private init(bytes: [UInt8], language: Language) {
    self.bytes = bytes
    self.language = language
  }

  private mutating func run() {
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A {
        line += 1
        index += 1
      } else if byte <= 0x20 {
        index += 1
      } else if starts(with: language.lineComment) {
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      } else if language.hasBlockComments, starts(with: Lexer.commentStart) {
        skipComment()
      } else if let literal = literal() {
        read(literal)
      } else if byte.isWordByte {
        word()
      } else if !closesCode(byte) {
        mark()
      }
    }
  }

  private static let commentStart = Array("/*".utf8)
  private static let commentEnd = Array("*/".utf8)

  func starts(with text: [UInt8], at offset: Int = 0) -> Bool {
    let start = index + offset
    guard start < bytes.count, bytes[start] == text.first, start + text.count <= bytes.count else {
      return false
    }
    return bytes[start..<(start + text.count)].elementsEqual(text)
  }

  private mutating func skipComment() {
    index += 2
    while index < bytes.count, !starts(with: Lexer.commentEnd) {
      if bytes[index] == 0x0A { line += 1 }
      index += 1
    }
    index = min(index + 2, bytes.count)
  }

  private mutating func word() {
    let start = index
    while index < bytes.count, bytes[index].isWordByte { index += 1 }
    let word = bytes[start..<index]
    if index < bytes.count, language.isStringPrefix(word), language.quotes.contains(bytes[index]),
      let literal = literal(prefix: word)
    {
      read(literal)
    } else if language == .ruby, start > 1, bytes[start - 1] == UInt8(ascii: ":"),
      bytes[start - 2] == UInt8(ascii: "[") || bytes[start - 2] == UInt8(ascii: "(")
    {
      // `config[:port]`: a symbol is a key like a string.
      tokens.removeLast()
      add(.string, start, index, line)
    } else {
      add(.word, start, index, line)
    }
  }

  /// Operators that mean a fallback, a comparison or a part are one token each; the longest first.
  private static let longMarks = [
    "===", "!==", "??=", "||=", "??", "||", "?:", "?.", "::", "->", "=>", "==", "!=", "&&", ":=",
  ].map { Array($0.utf8) }

  private mutating func mark() {
    for long in Lexer.longMarks where starts(with: long) {
      // `?.5` and `a ?:b` aside, these never mean two marks.
      add(.mark, index, index + long.count, line)
      index += long.count
      return
    }
    add(.mark, index, index + 1, line)
    index += 1
  }

  mutating func add(_ kind: Token.Kind, _ start: Int, _ end: Int, _ line: Int) {
    tokens.append(
      Token(kind: kind, text: String(decoding: bytes[start..<end], as: UTF8.self), line: line))
  }
}

extension UInt8 {
  /// A byte of a name: a letter, a digit, `_`, `$`, `@`, or of a character beyond ASCII.
  fileprivate var isWordByte: Bool {
    isLetterOrDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "$")
      || self == UInt8(ascii: "@") || self >= 0x80
  }
}
