internal import GateModel

/// Splits source code into words, strings and marks; comments and white space go. One pass over the
/// bytes, with a stack of its own for code inside strings.
struct Lexer {
  private let bytes: [UInt8]
  private let language: Language
  private var index = 0
  private var line = 1
  private var tokens: [Token] = []
  /// The strings that the current code stands in, from the outside in.
  private var open: [Literal] = []

  /// A string that is being read.
  private struct Literal {
    var quote: [UInt8]
    /// What begins code inside it; empty where nothing does.
    var opener: [UInt8]
    var spansLines: Bool
    var hasEscapes = true
    var hasCode = false
    /// Brackets open in the code inside it.
    var depth = 0
  }

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

  private func starts(with text: [UInt8], at offset: Int = 0) -> Bool {
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

  // MARK: Strings

  /// The string that begins here, its quote already behind; nil where none does.
  private mutating func literal(prefix: ArraySlice<UInt8> = []) -> Literal? {
    let quote = bytes[index]
    if language == .rust, quote == UInt8(ascii: "'") { return character() }
    if language == .javaScript, quote == UInt8(ascii: "/") { return regex() }
    guard language.quotes.contains(quote) else { return nil }
    let isTriple = language.hasTripleQuotes && starts(with: [quote, quote, quote])
    let count = isTriple ? 3 : 1
    index += count
    let isCode = language.interpolates(quote, prefix: prefix)
    return Literal(
      quote: Array(repeating: quote, count: count), opener: isCode ? language.codeOpener : [],
      spansLines: isTriple || quote == UInt8(ascii: "`"),
      hasEscapes: !(language == .go && quote == UInt8(ascii: "`")))
  }

  /// `'x'` in Rust; a lifetime is no string.
  private mutating func character() -> Literal? {
    let end = bytes[(index + 1)...].prefix(12).dropFirst().firstIndex(of: UInt8(ascii: "'"))
    let isEscaped = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\\")
    guard let end, isEscaped || end <= index + 5,
      isEscaped || end == index + 2 || bytes[index + 1] >= 0x80
    else { return nil }
    index += 1
    return Literal(quote: [UInt8(ascii: "'")], opener: [], spansLines: false)
  }

  /// `/"/` in JavaScript, where a value may begin; it reaches to the end of its line at most.
  private mutating func regex() -> Literal? {
    if let last = tokens.last {
      let isOperand =
        last.kind == .mark
        ? !last.isMark(in: [")", "]", "}"]) : last.isWord(in: ["return", "typeof", "case", "in"])
      guard isOperand else { return nil }
    }
    var isClass = false
    var end = index + 1
    while end < bytes.count, bytes[end] != 0x0A {
      switch bytes[end] {
      case UInt8(ascii: "\\"): end += 1
      case UInt8(ascii: "["): isClass = true
      case UInt8(ascii: "]"): isClass = false
      case UInt8(ascii: "/") where !isClass:
        tokens.append(Token(kind: .template, text: "", line: line))
        index = end + 1
        return nil
      default: break
      }
      end += 1
    }
    return nil
  }

  /// Reads to the end of a string, or to code inside it.
  private mutating func read(_ started: Literal) {
    var literal = started
    let start = index
    let startLine = line
    while index < bytes.count {
      let byte = bytes[index]
      if starts(with: literal.quote) {
        add(literal.hasCode ? .template : .string, start, index, startLine)
        index += literal.quote.count
        return
      }
      if !literal.opener.isEmpty, starts(with: literal.opener) {
        // `{{` in Python is a brace.
        if literal.opener.count == 1, starts(with: literal.opener, at: 1) {
          index += 2
          continue
        }
        add(.template, start, index, startLine)
        index += literal.opener.count
        literal.hasCode = true
        open.append(literal)
        return
      }
      if byte == 0x0A {
        guard literal.spansLines else { break }
        line += 1
      }
      if byte == UInt8(ascii: "\\"), literal.hasEscapes, index + 1 < bytes.count {
        if bytes[index + 1] == 0x0A { line += 1 }
        index += 2
      } else {
        index += 1
      }
    }
    add(literal.hasCode ? .template : .string, start, min(index, bytes.count), startLine)
  }

  /// Counts brackets of code inside a string; its last one leads back into the string.
  private mutating func closesCode(_ byte: UInt8) -> Bool {
    guard var literal = open.popLast() else { return false }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["): literal.depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"):
      if literal.depth == 0 {
        index += 1
        read(literal)
        return true
      }
      literal.depth -= 1
    default: break
    }
    open.append(literal)
    return false
  }

  // MARK: Words and marks

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

  private mutating func add(_ kind: Token.Kind, _ start: Int, _ end: Int, _ line: Int) {
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
