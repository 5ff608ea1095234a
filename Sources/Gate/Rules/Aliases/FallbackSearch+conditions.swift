/// Fallbacks that a condition chooses, in one expression or over the next statements.
extension FallbackSearch {
  /// `A != null ? A : B`, `"a" in config ? config.a : config.b`
  func inTernary(_ first: KeyRead, _ outer: Range<Int>) -> KeyRead? {
    guard source[outer.lowerBound - 1]?.isMark("?") == true,
      source[outer.upperBound]?.isMark(":") == true,
      mentions(first, condition(before: outer.lowerBound - 1))
    else { return nil }
    return read(at: outer.upperBound + 1)?.read
  }

  /// The tokens of a ternary's condition: back from its `?` to where the expression begins, so that an
  /// earlier statement that reads the same key is not taken for it.
  private func condition(before mark: Int) -> Range<Int> {
    var start = mark
    while start > 0, mark - start < 24, let token = source[start - 1],
      !token.isMark(in: ["=", ":=", ";", ",", "{", "}"]), !token.isWord("return")
    {
      start -= 1
    }
    return start..<mark
  }

  /// `A if "a" in config else B`, `if (A != null) A else B`
  func inConditional(_ first: KeyRead, _ outer: Range<Int>) -> KeyRead? {
    let end = outer.upperBound
    if source[end]?.isWord("if") == true {
      guard let other = (end..<(end + 24)).first(where: { source[$0]?.isWord("else") == true }),
        mentions(first, end..<other)
      else { return nil }
      return read(at: other + 1)?.read
    }
    guard source[end]?.isWord("else") == true, source[outer.lowerBound - 1]?.isMark(")") == true,
      let bracket = source.partner(of: outer.lowerBound - 1),
      source[bracket - 1]?.isWord("if") == true, mentions(first, bracket..<outer.lowerBound)
    else { return nil }
    return read(at: end + 1)?.read
  }

  /// Whether a condition is about a key.
  private func mentions(_ read: KeyRead, _ range: Range<Int>) -> Bool {
    range.contains { index in
      guard let token = source[index], token.text == read.key else { return false }
      return token.kind == .string || (token.kind == .word && source[index - 1]?.isLink == true)
    }
  }

  /// `v = A` and then `if v == "" { v = B }`, `v ||= B`, or `if v != "" { return v }; return B`.
  func later(_ outer: Range<Int>) -> KeyRead? {
    let start = outer.lowerBound
    guard source[start - 1]?.isMark(in: ["=", ":="]) == true, let variable = source[start - 2],
      variable.kind == .word
    else { return nil }
    let name = variable.text
    var next = outer.upperBound
    if source[next]?.isMark(";") == true { next += 1 }
    if source[next]?.isWord(name) == true, source[next + 1]?.isMark(in: ["||=", "??="]) == true {
      return read(at: next + 2)?.read
    }
    let isInside = source[start - 3]?.isWord("if") == true
    guard isInside || source[next]?.isWord(in: ["if", "unless"]) == true else { return nil }
    // The condition is short and about the variable.
    let condition = (isInside ? next : next + 1)..<(next + 12)
    guard let about = condition.first(where: { source[$0]?.isWord(name) == true }) else {
      return nil
    }
    for index in (about + 1)..<(about + 8) {
      if source[index]?.isWord(name) == true, source[index + 1]?.isMark("=") == true {
        return read(at: index + 2)?.read
      }
      if source[index]?.isWord("return") == true {
        if let direct = read(at: index + 1) { return direct.read }
        guard source[index + 1]?.isWord(name) == true else { return nil }
        return (2...3).lazy.compactMap { offset in
          source[index + offset]?.isMark("}") == true
            && source[index + offset + 1]?.isWord("return") == true
            ? read(at: index + offset + 2)?.read : nil
        }.first
      }
      // Another statement is in between.
      if source[index]?.isMark(in: ["=", ":="]) == true { return nil }
    }
    return nil
  }
}
