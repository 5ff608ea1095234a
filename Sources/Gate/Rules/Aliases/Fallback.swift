/// Two keys of one source, the second read where the first is not set.
struct Fallback: Sendable, Hashable {
  var key: String
  var oldKey: String
  /// The lines that it stands on.
  var lines: ClosedRange<Int>
}

extension Fallback {
  /// Every fallback from one key to another in a source file.
  static func all(in text: String, of language: Language) -> [Fallback] {
    let tokens = Lexer.tokens(of: text, in: language)
    let reads = KeyRead.all(in: tokens, of: language)
    var found: [Fallback] = []
    for (first, second) in zip(reads, reads.dropFirst())
    where first.source == second.source && first.key != second.key {
      guard isNested(second, in: first, tokens) || isNext(second, after: first, tokens) else {
        continue
      }
      let lines = min(first.line, second.line)...max(first.line, second.line)
      found.append(Fallback(key: first.key, oldKey: second.key, lines: lines))
    }
    return found
  }

  /// `get("A", get("B"))`: the second is an argument of the first.
  private static func isNested(_ second: KeyRead, in first: KeyRead, _ tokens: [Token]) -> Bool {
    guard second.tokens.upperBound <= first.tokens.upperBound,
      second.tokens.lowerBound > first.keyToken
    else { return false }
    let between = tokens[(first.keyToken + 1)..<second.tokens.lowerBound]
    return between.first?.isMark(",") == true && between.count <= 8
      && between.dropFirst().allSatisfy { $0.kind == .word || $0.isGlue }
  }

  private static func isNext(_ second: KeyRead, after first: KeyRead, _ tokens: [Token]) -> Bool {
    let (end, start) = (first.tokens.upperBound, second.tokens.lowerBound)
    guard end <= start, start - end <= 16 else { return false }
    let between = tokens[end..<start]
    return isOperator(between) || isTernary(between, before: first, tokens)
      || isConditional(between) || isFirstOf(between, before: first, tokens)
      || isLaterAssignment(between, before: first, tokens)
  }

  private static let operators: Set = ["||", "??", "?:"]
  private static let methods: Set = [
    "or_else", "or", "unwrap_or_else", "unwrap_or", "orElse", "orElseGet", "map_or_else",
  ]

  /// `A or B`, `A ?? B`, `A.or_else(|_| B)`, `fetch("A") { B }`: one operator, else only calls.
  private static func isOperator(_ between: ArraySlice<Token>) -> Bool {
    if between.count == 1, between.first?.isMark("{") == true { return true }
    var operators = 0
    var previous: Token?
    for token in between {
      if token.kind == .mark, Fallback.operators.contains(token.text) {
        operators += 1
      } else if token.kind == .word, methods.contains(token.text),
        token.text == "or" || previous?.isLink == true
      {
        operators += 1
      } else if token.kind == .string && !token.text.isEmpty
        || token.kind == .word && token.isKeyword
        || token.kind == .mark && !token.isGlue
      {
        return false
      }
      previous = token
    }
    return operators == 1
  }

  /// `A != null ? A : B`, `"a" in config ? config.a : config.b`.
  private static func isTernary(
    _ between: ArraySlice<Token>, before first: KeyRead, _ tokens: [Token]
  ) -> Bool {
    guard between.count == 1, between.first?.isMark(":") == true, first.tokens.lowerBound > 0 else {
      return false
    }
    return tokens[first.tokens.lowerBound - 1].isMark("?")
  }

  /// `A if … else B`
  private static func isConditional(_ between: ArraySlice<Token>) -> Bool {
    between.first?.isWord("if") == true && between.last?.isWord("else") == true
      && between.count <= 12
  }

  private static let choosers: Set = [
    "or", "coalesce", "firstnonempty", "first_non_empty", "firstof", "firstnonnull", "first",
    "first_set", "firstset",
  ]

  /// `cmp.Or(A, B)`, `coalesce(A, B)`
  private static func isFirstOf(
    _ between: ArraySlice<Token>, before first: KeyRead, _ tokens: [Token]
  ) -> Bool {
    let start = first.tokens.lowerBound
    guard between.count == 1, between.first?.isMark(",") == true, start >= 2,
      tokens[start - 1].isMark("("), tokens[start - 2].kind == .word
    else { return false }
    return choosers.contains(tokens[start - 2].text.lowercased())
  }

  /// `v = A` and then `if v == "" { v = B }`, in whatever language.
  private static func isLaterAssignment(
    _ between: ArraySlice<Token>, before first: KeyRead, _ tokens: [Token]
  ) -> Bool {
    let start = first.tokens.lowerBound
    guard start >= 2, tokens[start - 1].isMark("=") || tokens[start - 1].isMark(":="),
      tokens[start - 2].kind == .word, between.count >= 4
    else { return false }
    let name = tokens[start - 2].text
    guard let assign = between.last, assign.isMark("="),
      between[between.index(before: between.index(before: between.endIndex))].isWord(name)
    else { return false }
    let condition = between.dropLast(2)
    guard let at = condition.firstIndex(where: { $0.isWord("if") || $0.isWord("unless") }) else {
      return false
    }
    return condition[at...].contains { $0.isWord(name) }
  }
}

extension Token {
  /// Holds a call together without meaning of its own.
  fileprivate var isGlue: Bool {
    kind == .mark
      && ["(", ")", ".", "?.", "::", "|", "!", "->", "=>", "&", "?", "{", ","].contains(text)
  }

  /// Starts another thought.
  fileprivate var isKeyword: Bool {
    kind == .word
      && ["and", "if", "else", "return", "for", "while", "in", "let", "var", "const", "val", "def"]
        .contains(text)
  }
}
