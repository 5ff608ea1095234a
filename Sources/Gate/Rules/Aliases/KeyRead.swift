/// A place where code reads one configuration key by name.
struct KeyRead: Sendable, Hashable {
  var key: String
  /// What is read: `env` for the environment, else the words before the key.
  var source: String
  /// The tokens that it takes up.
  var tokens: Range<Int>
  /// Where the key stands.
  var keyToken: Int
  var line: Int
}

extension KeyRead {
  /// Every read of a key in the tokens of a file, in order.
  static func all(in tokens: [Token], of language: Language) -> [KeyRead] {
    var reads: [KeyRead] = []
    for index in tokens.indices where tokens[index].kind == .word {
      if index > 0, tokens[index - 1].isLink { continue }
      if let read = KeyRead(at: index, in: tokens, language) { reads.append(read) }
    }
    return reads
  }

  fileprivate init?(at start: Int, in tokens: [Token], _ language: Language) {
    var chain = [tokens[start].text]
    var next = start + 1
    while next + 1 < tokens.count, tokens[next].isLink || tokens[next].isMark("!"),
      tokens[next + 1].kind == .word || tokens[next + 1].isLink
    {
      if tokens[next + 1].kind == .word { chain.append(tokens[next + 1].text) }
      next += tokens[next + 1].kind == .word ? 2 : 1
    }
    func token(_ offset: Int) -> Token? {
      next + offset < tokens.count ? tokens[next + offset] : nil
    }
    // `System.getenv()["A"]`
    if token(0)?.isMark("(") == true, token(1)?.isMark(")") == true { next += 2 }
    if token(0)?.isMark("?.") == true { next += 1 }

    if token(0)?.isMark("[") == true, token(1)?.kind == .string, token(2)?.isMark("]") == true {
      guard let source = Source.ofSubscript(chain), let key = token(1) else { return nil }
      self.init(
        key: key.text, source: source, tokens: start..<(next + 3), keyToken: next + 1,
        line: key.line)
    } else if token(0)?.isMark("(") == true, let key = token(1), key.kind == .string {
      guard let source = Source.ofCall(chain),
        let end = closing(of: next, in: tokens)
      else { return nil }
      self.init(
        key: key.text, source: source, tokens: start..<(end + 1), keyToken: next + 1, line: key.line
      )
    } else if language == .javaScript, token(0)?.isMark("(") != true,
      let (source, key) = Source.ofMember(chain)
    {
      self.init(
        key: key, source: source, tokens: start..<next, keyToken: next - 1,
        line: tokens[next - 1].line)
    } else {
      return nil
    }
  }
}

extension Token {
  /// Leads from a value to its part.
  var isLink: Bool { isMark(".") || isMark("?.") || isMark("::") }
}

/// Where the bracket at an index is closed; nil where it is not, or only far away.
func closing(of open: Int, in tokens: [Token]) -> Int? {
  var depth = 0
  for index in open..<min(open + 200, tokens.count) where tokens[index].kind == .mark {
    switch tokens[index].text {
    case "(", "[", "{": depth += 1
    case ")", "]", "}":
      depth -= 1
      if depth == 0 { return index }
    default: break
    }
  }
  return nil
}

/// Which expressions are configuration, judged by their names.
private enum Source {
  private static let environments: Set = [
    "environ", "getenv", "Getenv", "LookupEnv", "ENV", "environment", "getenvb", "environb",
  ]
  private static let getters: Set = [
    "get", "fetch", "getString", "getInt", "getBool", "getBoolean", "getProperty", "GetString",
    "GetInt", "GetBool", "string", "value", "dig",
  ]

  static func ofSubscript(_ chain: [String]) -> String? {
    isEnvironment(chain) ? "env" : isConfiguration(chain.last) ? words(chain) : nil
  }

  static func ofCall(_ chain: [String]) -> String? {
    guard let name = chain.last else { return nil }
    if ["getenv", "Getenv", "LookupEnv"].contains(name) { return "env" }
    if name == "getProperty", chain.first == "System" { return "properties" }
    let base = Array(chain.dropLast())
    if ["var", "var_os"].contains(name), base.last == "env" { return "env" }
    guard getters.contains(name) else { return nil }
    return isEnvironment(base) ? "env" : isConfiguration(base.last) ? words(base) : nil
  }

  static func ofMember(_ chain: [String]) -> (source: String, key: String)? {
    guard let key = chain.last, chain.count >= 2 else { return nil }
    let base = Array(chain.dropLast())
    if isEnvironment(base) { return ("env", key) }
    return isConfiguration(base.last) ? (words(base), key) : nil
  }

  private static func isEnvironment(_ chain: [String]) -> Bool {
    guard let last = chain.last else { return false }
    return environments.contains(last) || last == "env"
  }

  /// `config`, `appConfig`, `self.settings`, `cfg`…: a whole word of the last name.
  private static func isConfiguration(_ name: String?) -> Bool {
    guard let name = name?.lowercased() else { return false }
    return ["config", "configuration", "cfg", "conf", "settings"].contains { name.hasSuffix($0) }
  }

  private static func words(_ chain: [String]) -> String { chain.joined(separator: ".") }
}
