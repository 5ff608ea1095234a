/// Two keys of one source, the second read where the first is not set.
struct Fallback: Sendable, Hashable {
  var key: String
  var oldKey: String
  /// The lines that it stands on.
  var lines: ClosedRange<Int>
}

extension Fallback {
  /// Every fallback from one key to another in a source file, in order.
  static func all(in text: String, of language: Language) -> [Fallback] {
    let source = SourceTokens(text, language)
    let places = source.reads.map { (read: $0, outer: source.outer($0)) }
    var starts: [Int: Int] = [:]
    for (index, place) in places.enumerated() { starts[place.outer.lowerBound] = index }
    let search = FallbackSearch(source: source, places: places, starts: starts)
    var found: [Fallback] = []
    for index in places.indices {
      guard let other = search.fallback(of: index), isAlias(places[index].read, other) else {
        continue
      }
      let first = places[index].read
      let lines = [source.all[first.keyToken].line, source.all[other.keyToken].line]
      found.append(
        Fallback(
          key: first.key, oldKey: other.key, lines: (lines.min() ?? 1)...(lines.max() ?? 1)))
    }
    return found
  }

  /// Two names of one thing, and not two things of which one is the default, or that the operating
  /// system names in several ways.
  private static func isAlias(_ first: KeyRead, _ second: KeyRead) -> Bool {
    first.source == second.source && !isConventional(first.key, second.key)
  }

  /// Whether a pair of keys is a convention, not an alias: one name in two cases, a default, names
  /// that operating systems gave.
  static func isConventional(_ key: String, _ other: String) -> Bool {
    let (a, b) = (key.lowercased(), other.lowercased())
    return a == b || b.contains("default") || (systemKeys.contains(a) && systemKeys.contains(b))
  }

  private static let systemKeys: Set<String> = [
    "home", "userprofile", "homepath", "homedrive", "tmpdir", "temp", "tmp", "tempdir", "visual",
    "editor", "git_editor", "pager", "git_pager", "manpager", "lc_all", "lc_ctype", "lc_messages",
    "lang", "language", "user", "username", "logname", "lname", "shell", "comspec", "appdata",
    "localappdata", "xdg_config_home", "xdg_data_home", "xdg_cache_home", "xdg_state_home",
    "xdg_runtime_dir", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "path", "browser",
    "hostname", "computername", "sudo_user", "programfiles", "programfiles(x86)", "programw6432",
    "systemroot", "windir", "display", "wayland_display",
  ]
}

/// Looks for the read that another falls back to.
private struct FallbackSearch {
  let source: SourceTokens
  let places: [(read: KeyRead, outer: Range<Int>)]
  /// Reads by the token at which they begin, wrapping included.
  let starts: [Int: Int]

  func fallback(of index: Int) -> KeyRead? {
    let (read, outer) = places[index]
    return behindOperator(read, outer) ?? asDefault(read) ?? inBlock(outer) ?? inChain(outer)
      ?? nextChoice(outer) ?? inTernary(read, outer) ?? inConditional(read, outer)
      ?? later(outer)
  }

  /// The read that begins at a token, behind brackets that only group.
  private func read(at start: Int) -> (read: KeyRead, end: Int)? {
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

  /// `A != null ? A : B`, `"a" in config ? config.a : config.b`
  private func inTernary(_ first: KeyRead, _ outer: Range<Int>) -> KeyRead? {
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
  private func inConditional(_ first: KeyRead, _ outer: Range<Int>) -> KeyRead? {
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
  private func later(_ outer: Range<Int>) -> KeyRead? {
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
