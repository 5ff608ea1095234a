internal import GateModel

/// A token of source code, as far as key reads need it.
struct Token: Sendable, Hashable {
  enum Kind: Sendable, Hashable { case word, string, mark }

  var kind: Kind
  /// A string without its quotes.
  var text: String
  /// From 1.
  var line: Int

  func isMark(_ text: String) -> Bool { kind == .mark && self.text == text }
  func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
}

/// Splits source code into words, strings and marks; comments and white space go. One pass.
struct Lexer {
  private let bytes: [UInt8]
  private let language: Language
  private var index = 0
  private var line = 1
  private var tokens: [Token] = []

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
      } else if language.hasBlockComments, starts(with: Array("/*".utf8)) {
        skip(past: Array("*/".utf8))
      } else if language.quotes.contains(byte) {
        string(byte)
      } else if byte.isWordByte {
        word()
      } else {
        mark()
      }
    }
  }

  private func starts(with text: [UInt8]) -> Bool {
    index + text.count <= bytes.count && bytes[index..<(index + text.count)].elementsEqual(text)
  }

  private mutating func skip(past text: [UInt8]) {
    index += text.count
    while index < bytes.count, !starts(with: text) {
      if bytes[index] == 0x0A { line += 1 }
      index += 1
    }
    index = min(index + text.count, bytes.count)
  }

  private mutating func string(_ quote: UInt8) {
    let startLine = line
    let triple = [quote, quote, quote]
    if language.hasTripleQuotes, starts(with: triple) {
      let start = index
      skip(past: triple)
      add(.string, start + 3, max(start + 3, index - 3), startLine)
      return
    }
    let spansLines = quote == UInt8(ascii: "`")
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == 0x0A {
        guard spansLines else { break }
        line += 1
      }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    index = min(index, bytes.count)
    add(.string, start, index, startLine)
    if index < bytes.count, bytes[index] == quote { index += 1 }
  }

  private mutating func word() {
    let start = index
    while index < bytes.count, bytes[index].isWordByte { index += 1 }
    add(.word, start, index, line)
  }

  /// Operators that mean a fallback or lead from a value to its part are one token each.
  private static let longMarks = [
    "??=", "||=", "??", "||", "?:", "?.", "::", "->", "=>", "==", "!=", "&&", ":=",
  ]
  .map { Array($0.utf8) }

  private mutating func mark() {
    for long in Lexer.longMarks where starts(with: long) {
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
  /// A byte of a name: a letter, a digit, `_`, `$`, or of a character beyond ASCII.
  fileprivate var isWordByte: Bool {
    isLetterOrDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "$") || self >= 0x80
  }
}
