/// Looks for the read that another falls back to.
struct FallbackSearch {
  let source: SourceTokens
  let places: [(read: KeyRead, outer: Range<Int>)]
  /// Reads by the token at which they begin, wrapping included.
  let starts: [Int: Int]

  /// The read that the read of this place falls back to; nil where it does not.
  func fallback(of index: Int) -> KeyRead? {
    let (read, outer) = places[index]
    return behindOperator(read, outer) ?? asDefault(read) ?? inBlock(outer) ?? inChain(outer)
      ?? nextChoice(outer) ?? inTernary(read, outer) ?? inConditional(read, outer)
      ?? later(outer)
  }

  /// The read that begins at a token, behind brackets that only group.
  func read(at start: Int) -> (read: KeyRead, end: Int)? {
    for skipped in 0...2 {
      if let index = starts[start + skipped] {
        return (places[index].read, places[index].outer.upperBound)
      }
      guard source[start + skipped]?.isMark("(") == true else { return nil }
    }
    return nil
  }

  /// `A or B`, `A || B`, `A ?? B`, `A ?: B`
  private func behindOperator(_ first: KeyRead, _ outer: Range<Int>) -> KeyRead? {
    guard let token = source[outer.upperBound] else { return nil }
    let isTruth = token.isMark("||") || token.isWord("or")
    guard isTruth || token.isMark("??") || token.isMark("?:"),
      let (second, end) = read(at: outer.upperBound + 1)
    else { return nil }
    if !isTruth { return second }
    if source[end]?.isMark(in: ["==", "===", "!=", "!==", "<", ">", "&&"]) == true
      || source[end]?.isWord(in: ["and", "in", "is", "not"]) == true
    {
      return nil
    }
    var after = end
    while source[after]?.isMark(")") == true { after += 1 }
    if source[after]?.isMark("?") == true || source.isCondition(at: outer.lowerBound) { return nil }
    // `config.debug || config.verbose` is more often two flags than two names.
    if first.isMember, second.isMember, first.source != "env" {
      return KeyName(first.key).isVersion(of: KeyName(second.key)) ? second : nil
    }
    return second
  }

  /// `get("A", get("B"))`, `env("A", default=env("B"))`
  private func asDefault(_ first: KeyRead) -> KeyRead? {
    guard source[first.keyToken + 1]?.isMark(",") == true else { return nil }
    var start = first.keyToken + 2
    if source[start]?.isWord(in: ["default", "defaultValue"]) == true { start += 2 }
    start = behindClosure(start)
    guard start < first.tokens.upperBound, let (second, end) = read(at: start),
      isWhole(end)
    else { return nil }
    return second
  }

  /// Whether an argument ends here, or goes on with what falls back in turn.
  private func isWhole(_ end: Int) -> Bool {
    source[end]?.isMark(in: [")", ",", "}", "||", "??", "?:"]) == true
      || source[end]?.isWord("or") == true || source[end]?.isLink == true
  }

  /// `fetch("A") { B }`, `.ifEmpty { B }`
  private func inBlock(_ outer: Range<Int>) -> KeyRead? {
    guard source.language == .ruby, source[outer.upperBound]?.isMark("{") == true else {
      return nil
    }
    return read(at: behindClosure(outer.upperBound + 1))?.read
  }

  private static let methods: Set = [
    "or", "or_else", "orElse", "orElseGet", "unwrap_or", "unwrap_or_else", "getOrElse", "ifEmpty",
    "ifBlank", "map_or_else",
  ]
  private static let passing: Set = ["ok", "map", "filter", "as_deref", "trim", "strip", "clone"]

  /// `A.or_else(|_| B)`, `A.ok().orElse(B)`
  private func inChain(_ outer: Range<Int>) -> KeyRead? {
    var next = outer.upperBound
    for _ in 0..<4 {
      guard source[next]?.isLink == true, let name = source[next + 1] else { return nil }
      let bracket = next + 2
      guard source[bracket]?.isMark(in: ["(", "{"]) == true else { return nil }
      if name.isWord(in: Self.methods) {
        return read(at: behindClosure(bracket + 1)).flatMap { isWhole($0.end) ? $0.read : nil }
      }
      guard name.isWord(in: Self.passing), let end = source.partner(of: bracket) else { return nil }
      next = end + 1
    }
    return nil
  }

  /// Behind `|_|`, `||`, `() ->`, `lambda:`.
  private func behindClosure(_ start: Int) -> Int {
    var start = start
    if source[start]?.isWord("move") == true { start += 1 }
    if source[start]?.isMark("||") == true { return start + 1 }
    if source[start]?.isMark("|") == true, source[start + 2]?.isMark("|") == true {
      return start + 3
    }
    if source[start]?.isWord("lambda") == true, source[start + 1]?.isMark(":") == true {
      return start + 2
    }
    if source[start]?.isMark("(") == true, source[start + 1]?.isMark(")") == true,
      source[start + 2]?.isMark(in: ["->", "=>"]) == true
    {
      return start + 3
    }
    return start
  }

  private static let choosers: Set = [
    "or", "coalesce", "coalesceorempty", "firstnonempty", "first_non_empty", "firstof",
    "firstnonnull", "firstnonblank", "first_set", "firstset", "requirenonnullelse",
    "defaultifblank", "defaultifempty", "defaultstring",
  ]

  /// `cmp.Or(A, B)`, `coalesce(A, B)`
  private func nextChoice(_ outer: Range<Int>) -> KeyRead? {
    guard source[outer.upperBound]?.isMark(",") == true else { return nil }
    // The first argument, or one behind others that are reads too.
    guard let bracket = opening(before: outer.lowerBound), let name = source[bracket - 1],
      name.kind == .word, Self.choosers.contains(name.text.lowercased())
    else { return nil }
    return read(at: outer.upperBound + 1)?.read
  }

  /// The bracket that a value stands right behind, or behind other arguments.
  private func opening(before start: Int) -> Int? {
    var index = start - 1
    for _ in 0..<64 {
      guard let token = source[index] else { return nil }
      if token.isMark("(") { return index }
      if token.isMark(in: [")", "]"]), let partner = source.partner(of: index) { index = partner }
      if token.isMark(in: ["{", "}", ";", "="]) { return nil }
      index -= 1
    }
    return nil
  }
}
