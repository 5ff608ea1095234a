/// What one pass over the tokens of a text tells before the parser is asked.
struct SQLSurvey: Sendable {
  /// In order.
  private(set) var comments: [SQLToken] = []
  private(set) var tokens = 0
  /// Names that Postgres cuts: it keeps 63 bytes.
  private(set) var longNames: [SQLToken] = []
  /// No tree of this text is deeper. A generous bound: the operators, words and brackets of the longest
  /// chain that no comma, AND or OR divides, within its brackets, and every UNION and JOIN around them.
  private(set) var depth = 0
  /// Where it is.
  private(set) var deepest = 0
  private(set) var cost = SQLScanCost()

  private let bytes: [UInt8]
  /// One for each open bracket.
  private var levels = [Level()]
  /// Of the levels around the innermost.
  private var outer = 0
  /// The token before, where it is a mark. What follows a dot is a name, even where it is spelt like a
  /// keyword.
  private var mark: UInt8 = 0
  private var isBehindCast = false

  private struct Level {
    /// Tokens since the chain began that may make a tree deeper.
    var chain = 0
    /// UNION, INTERSECT, EXCEPT, JOIN: commas do not divide what they chain.
    var joins = 0
    /// Whether CASE opened it, which END closes.
    var isCase = false

    var total: Int { chain + joins }

    /// The expressions on both sides have nothing to do with each other.
    mutating func join() {
      joins += 1
      chain = 0
    }
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for token in SQLScanner(bytes) {
      cost.take(token, in: bytes)
      if token.isComment { comments.append(token) } else { take(token) }
    }
  }

  private mutating func take(_ token: SQLToken) {
    tokens += 1
    if token.range.count > 63, token.kind == .word || token.kind == .quotedName {
      longNames.append(token)
    }
    let last = levels.count - 1
    if deepens(token) { levels[last].chain += 1 }
    switch token.kind {
    case .word where mark != UInt8(ascii: "."):
      switch token.range.count {
      case 2 where holds("OR", token): levels[last].chain = 0
      case 3 where holds("AND", token): levels[last].chain = 0
      case 3 where holds("END", token): if levels[last].isCase { close() }
      case 4 where holds("CASE", token): open(isCase: true)
      case 4 where holds("JOIN", token): levels[last].join()
      case 5 where holds("UNION", token): levels[last].join()
      case 6 where holds("EXCEPT", token): levels[last].join()
      case 9 where holds("INTERSECT", token): levels[last].join()
      default: break
      }
    case .mark:
      switch bytes[token.range.lowerBound] {
      case UInt8(ascii: ","): levels[last].chain = 0
      case UInt8(ascii: ";"): levels[last] = Level(isCase: levels[last].isCase)
      case UInt8(ascii: "("), UInt8(ascii: "["): open(isCase: false)
      case UInt8(ascii: ")"), UInt8(ascii: "]"): close()
      default: break
      }
    default: break
    }
    let byte = token.kind == .mark ? bytes[token.range.lowerBound] : 0
    isBehindCast = mark == UInt8(ascii: ":") && byte == mark
    mark = byte
    let here = outer + levels[levels.count - 1].total
    if here > depth { (depth, deepest) = (here, token.range.lowerBound) }
  }

  /// A constant is a leaf, a dot joins names, and a cast is one step: its second colon and its type are
  /// none.
  private func deepens(_ token: SQLToken) -> Bool {
    switch token.kind {
    case .string, .dollarString, .number: return false
    case .word, .quotedName: return !isBehindCast
    case .mark:
      let byte = bytes[token.range.lowerBound]
      return byte != UInt8(ascii: ".") && !(byte == UInt8(ascii: ":") && mark == byte)
    case .sign, .lineComment, .blockComment: return true
    }
  }

  private mutating func open(isCase: Bool) {
    outer += levels[levels.count - 1].total
    levels.append(Level(isCase: isCase))
  }

  private mutating func close() {
    guard levels.count > 1 else { return }
    levels.removeLast()
    outer -= levels[levels.count - 1].total
  }

  private func holds(_ word: StaticString, _ token: SQLToken) -> Bool {
    bytes.holds(word, at: token.range)
  }
}

extension [UInt8] {
  /// Whether a range is a word, whatever its case. The word is in capitals.
  func holds(_ word: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      for offset in 0..<letters.count {
        let byte = self[range.lowerBound + offset]
        guard unsafe letters[offset] == byte & 0xDF else { return false }
      }
      return true
    }
  }
}
