/// Finds the SQL in a body of PL/pgSQL. Source: PostgreSQL 15, "PL/pgSQL", "Structure" and "Control
/// Structures".
struct PlpgsqlPieces {
  /// In bytes of the body, in order: statements without their semicolons, and the insides of constant
  /// texts that are EXECUTEd.
  private(set) var ranges: [Range<Int>] = []

  private let body: [UInt8]
  private let tokens: [SQLToken]
  private var position = 0

  init(_ body: [UInt8]) {
    self.body = body
    tokens = SQLScanner(body).filter { !$0.isComment }
    while position < tokens.count { readStatement() }
  }

  private mutating func readStatement() {
    guard tokens[position].kind == .word, !isAssignment else {
      if body[tokens[position].range].elementsEqual("<<".utf8) { position += 3 } else { skip() }
      return
    }
    switch word(position) {
    case "BEGIN", "ELSE", "LOOP", "EXCEPTION": position += 1
    case "DECLARE": skip(behind: "BEGIN")
    case "IF", "ELSIF", "ELSEIF", "WHEN": skip(behind: "THEN")
    case "CASE": skip(behind: "WHEN", stay: true)
    case "FOR", "FOREACH", "WHILE": skip(behind: "LOOP")
    case "EXECUTE": readExecute()
    case let word where PlpgsqlPieces.commands.contains(word):
      let start = tokens[position].range.lowerBound
      let first = position
      skip()
      let last = isMark(";", position - 1) ? position - 2 : position - 1
      if last >= first { ranges.append(start..<tokens[last].range.upperBound) }
    default: skip()
    }
  }

  /// A variable may be named like a command: `comment := 'x'`.
  private var isAssignment: Bool {
    guard position + 1 < tokens.count else { return false }
    let next = tokens[position + 1]
    return [":", "[", "."].contains { isMark($0, position + 1) }
      || next.kind == .sign && body[next.range].elementsEqual("=".utf8)
  }

  /// A constant text alone: `EXECUTE 'DROP TABLE t';`.
  private mutating func readExecute() {
    let text = position + 1
    if text < tokens.count, let inside = insideOfConstant(tokens[text]),
      text + 1 >= tokens.count || isMark(";", text + 1)
        || ["USING", "INTO"].contains(word(text + 1))
    {
      ranges.append(inside)
    }
    skip()
  }

  /// Only where the text is what it says: no doubled quotes, no escapes.
  private func insideOfConstant(_ token: SQLToken) -> Range<Int>? {
    let bytes = body[token.range]
    switch token.kind {
    case .string where bytes.first == UInt8(ascii: "'") && bytes.count >= 2:
      let inside = bytes.dropFirst().dropLast()
      return inside.contains(UInt8(ascii: "'")) ? nil : inside.indices
    case .dollarString:
      guard let end = bytes.dropFirst().firstIndex(of: UInt8(ascii: "$")) else { return nil }
      let tag = end + 1 - bytes.startIndex
      return bytes.count < 2 * tag ? nil : bytes.dropFirst(tag).dropLast(tag).indices
    default: return nil
    }
  }

  /// Behind the next semicolon outside brackets; or behind a word outside brackets and CASE
  /// expressions, where that comes first.
  private mutating func skip(behind target: String? = nil, stay: Bool = false) {
    var (depth, cases) = (0, 0)
    position += 1
    while position < tokens.count {
      let here = position
      switch tokens[here].kind {
      case .mark:
        if isMark("(", here) || isMark("[", here) { depth += 1 }
        if isMark(")", here) || isMark("]", here) { depth -= 1 }
        if isMark(";", here), depth <= 0, target != "BEGIN" {
          position += 1
          return
        }
      case .word where target != nil && depth <= 0:
        let word = word(here)
        if word == target, cases == 0 {
          position += stay ? 0 : 1
          return
        }
        if word == "CASE" { cases += 1 }
        if word == "END", cases > 0 { cases -= 1 }
      default: break
      }
      position += 1
    }
  }

  private func word(_ index: Int) -> String {
    guard index < tokens.count, tokens[index].kind == .word else { return "" }
    return String(decoding: body[tokens[index].range], as: UTF8.self).uppercased()
  }

  private func isMark(_ mark: String, _ index: Int) -> Bool {
    guard tokens.indices.contains(index), tokens[index].kind == .mark else { return false }
    return body[tokens[index].range].elementsEqual(mark.utf8)
  }

  /// A statement without its last INTO outside brackets and what follows.
  static func withoutTarget(_ statement: [UInt8]) -> [UInt8] {
    var (depth, last) = (0, statement.count)
    for token in SQLScanner(statement) {
      let byte = statement[token.range.lowerBound]
      if token.kind == .mark, byte == UInt8(ascii: "(") { depth += 1 }
      if token.kind == .mark, byte == UInt8(ascii: ")") { depth -= 1 }
      if token.kind == .word, depth == 0, statement.holds("INTO", at: token.range) {
        last = token.range.lowerBound
      }
    }
    return Array(statement[..<last])
  }

  /// What changes something. Queries are left to the database.
  private static let commands: Set<String> = [
    "ALTER", "CALL", "CLUSTER", "COMMENT", "COMMIT", "CREATE", "DELETE", "DROP", "GRANT", "INSERT",
    "LOCK", "MERGE", "REFRESH", "REINDEX", "RESET", "REVOKE", "ROLLBACK", "SET", "TRUNCATE",
    "UPDATE", "WITH",
  ]
}
