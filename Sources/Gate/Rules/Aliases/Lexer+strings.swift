internal import GateModel

/// Strings, and the code inside them.
extension Lexer {
  /// A string that is being read.
  struct Literal {
    var quote: [UInt8]
    /// What begins code inside it; empty where nothing does.
    var opener: [UInt8]
    var spansLines: Bool
    var hasEscapes = true
    var hasCode = false
    /// Brackets open in the code inside it.
    var depth = 0
  }

  /// The string that begins here, its quote already behind; nil where none does.
  mutating func literal(prefix: ArraySlice<UInt8> = []) -> Literal? {
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
  mutating func read(_ started: Literal) {
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
  mutating func closesCode(_ byte: UInt8) -> Bool {
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
}
