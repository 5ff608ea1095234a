/// The tokens of a source file, its brackets paired, and the key reads among them.
struct SourceTokens {
  let all: [Token]
  let language: Language
  /// For a bracket, where its partner stands.
  private var partners: [Int: Int] = [:]
  private(set) var reads: [KeyRead] = []

  init(_ text: String, _ language: Language) {
    all = Lexer.tokens(of: text, in: language)
    self.language = language
    var open: [Int] = []
    for (index, token) in all.enumerated() where token.kind == .mark {
      switch token.text {
      case "(", "[", "{": open.append(index)
      case ")", "]", "}":
        guard let start = open.popLast() else { continue }
        partners[start] = index
        partners[index] = start
      default: break
      }
    }
    var index = 0
    while index < all.count {
      let isStart = all[index].kind == .word && (index == 0 || !all[index - 1].isLink)
      if isStart, let read = read(at: index) { reads.append(read) }
      index += 1
    }
  }

  subscript(index: Int) -> Token? { all.indices.contains(index) ? all[index] : nil }

  func partner(of index: Int) -> Int? { partners[index] }

  private func read(at start: Int) -> KeyRead? {
    var chain = [all[start].text]
    var next = start + 1
    // `a.b`, `a?.b`, `a!.b`, `a::b`
    while chain.count < 16 {
      let link = self[next]?.isMark("!") == true && self[next + 1]?.isLink == true ? next + 1 : next
      guard self[link]?.isLink == true, let name = self[link + 1], name.kind == .word else { break }
      chain.append(name.text)
      next = link + 2
    }
    if chain == ["getattr"] { return attribute(at: start) }
    // `System.getenv()["A"]`
    let isCalled = self[next]?.isMark("(") == true && self[next + 1]?.isMark(")") == true
    if isCalled { next += 2 }
    let isOptional = self[next]?.isMark("?.") == true
    if isOptional { next += 1 }
    let key = self[next + 1]
    if self[next]?.isMark("[") == true, let key, key.kind == .string, key.isKey,
      self[next + 2]?.isMark("]") == true, let source = ConfigurationSource.ofSubscript(chain)
    {
      return KeyRead(
        key: key.text, source: source, isMember: false, tokens: start..<(next + 3),
        keyToken: next + 1)
    }
    if self[next]?.isMark("(") == true, let key, key.kind == .string, key.isKey,
      let source = ConfigurationSource.ofCall(chain), let end = partner(of: next)
    {
      return KeyRead(
        key: key.text, source: source, isMember: false, tokens: start..<(end + 1),
        keyToken: next + 1)
    }
    guard language == .javaScript || language == .python, !isOptional, !isCalled,
      self[next]?.isMark(in: ["(", "[", "=", "{"]) != true,
      let (source, name) = ConfigurationSource.ofMember(chain)
    else { return nil }
    return KeyRead(
      key: name, source: source, isMember: true, tokens: start..<next, keyToken: next - 1)
  }

  /// `getattr(settings, "A", …)`
  private func attribute(at start: Int) -> KeyRead? {
    guard self[start + 1]?.isMark("(") == true, let end = partner(of: start + 1) else { return nil }
    var chain: [String] = []
    var next = start + 2
    while let token = self[next], token.kind == .word || token.isLink, chain.count < 8 {
      if token.kind == .word { chain.append(token.text) }
      next += 1
    }
    guard self[next]?.isMark(",") == true, let key = self[next + 1], key.kind == .string,
      ConfigurationSource.isConfiguration(chain.last)
    else { return nil }
    return KeyRead(
      key: key.text, source: ConfigurationSource.words(chain), isMember: false,
      tokens: start..<(end + 1), keyToken: next + 1)
  }
}

extension Token {
  /// A name, not a sentence.
  fileprivate var isKey: Bool {
    !text.isEmpty && text.utf8.count <= 128 && !text.utf8.contains { $0 <= 0x20 }
  }
}

extension SourceTokens {
  private static let conversions: Set = [
    "int", "str", "float", "String", "Number", "parseInt", "parseFloat", "Int", "Double", "Path",
    "Some", "ofNullable", "Integer", "Float", "decodeURIComponent", "strtobool", "as_bool",
  ]
  private static let tails: Set = [
    "ok", "trim", "strip", "toString", "to_s", "lower", "upper", "toLowerCase", "toUpperCase",
    "clone", "unwrap_or_default", "presence", "to_owned",
  ]
  private static let conditions: Set = [
    "if", "while", "elif", "elsif", "until", "unless", "switch", "assert", "guard", "when",
  ]

  /// A read with what only wraps it: brackets, a conversion, `.trim()`, `!`.
  func outer(_ read: KeyRead) -> Range<Int> {
    var range = read.tokens
    for _ in 0..<8 {
      let (before, after) = (range.lowerBound - 1, range.upperBound)
      if self[after]?.isMark("!") == true {
        range = range.lowerBound..<(after + 1)
      } else if self[after]?.isLink == true, self[after + 1]?.isWord(in: Self.tails) == true,
        self[after + 2]?.isMark("(") == true, self[after + 3]?.isMark(")") == true
      {
        range = range.lowerBound..<(after + 4)
      } else if self[after]?.isLink == true, self[after + 1]?.isWord(in: Self.tails) == true,
        language == .ruby
      {
        range = range.lowerBound..<(after + 2)
      } else if self[before]?.isMark("(") == true, let end = partner(of: before),
        end == after || self[after]?.isMark(",") == true
      {
        guard let start = wrapStart(before, isWhole: end == after) else { break }
        range = start..<(end + 1)
      } else {
        break
      }
    }
    return range
  }

  /// Where a wrapper begins whose bracket opens at an index; nil for a function of the value.
  private func wrapStart(_ bracket: Int, isWhole: Bool) -> Int? {
    guard let word = self[bracket - 1], word.kind == .word else {
      let isGroup = self[bracket - 1]?.isMark(in: [")", "]"]) != true
      return isWhole && isGroup ? bracket : nil
    }
    let isMethod = self[bracket - 2]?.isLink == true
    if !isMethod, ["return", "or", "and", "else", "in", "yield", "await"].contains(word.text) {
      return isWhole ? bracket : nil
    }
    guard Self.conversions.contains(word.text) else { return nil }
    var start = bracket - 1
    while self[start - 1]?.isLink == true, self[start - 2]?.kind == .word { start -= 2 }
    return start
  }

  /// Whether the value of an expression that begins at an index is only asked for truth: in a
  /// condition, negated, or beside a comparison. Looks back a few tokens at most.
  func isCondition(at start: Int) -> Bool {
    var index = start - 1
    for _ in 0..<64 {
      guard let token = self[index] else { return false }
      switch token.kind {
      case .string, .template: return false
      case .word:
        if Self.conditions.contains(token.text) || token.text == "not" { return true }
        if token.text != "and" && token.text != "or" {
          guard self[index + 1]?.isMark(in: ["&&", "||"]) == true else { return false }
        }
      case .mark:
        switch token.text {
        case "!", "==", "===", "!=", "!==", "<", ">": return true
        case "&&", "||": break
        case ")", "]":
          guard let partner = partner(of: index) else { return false }
          index = partner
        case "(":
          if let word = self[index - 1], word.kind == .word,
            !["and", "or", "not", "return"].contains(word.text)
          {
            return Self.conditions.contains(word.text)
              || ["bool", "Boolean", "all", "any"].contains(word.text)
          }
        default: return false
        }
      }
      index -= 1
    }
    return false
  }
}
