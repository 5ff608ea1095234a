/// How a statement is sent where no transaction is around its whole script.
package enum Sending: Sendable, Hashable {
  /// In a transaction that is begun for it.
  case wrapped
  /// Alone: Postgres refuses it inside a transaction.
  case alone
  /// Alone: it may commit by itself, in parts, which Postgres refuses inside a transaction.
  case committing
  /// As it is: it begins or ends a transaction, in SQL's words.
  case control(String)
}

extension SQLScript {
  /// How a statement of this script is sent.
  ///
  /// What a procedure does is the database's to know: a CALL is taken for one that commits. So is a DO in
  /// another language than PL/pgSQL. In PL/pgSQL what is EXECUTEd can neither commit nor call what does.
  package func sending(of statement: SQLStatement) -> Sending {
    if let control = statement.transactionControl { return .control(control) }
    if statement.refusedInTransaction != nil { return .alone }
    switch statement.kind {
    case "CallStmt": return .committing
    case "DoStmt":
      guard let body = bodies(of: statement).first else { return .committing }
      let commits = body.scripts.flatMap(\.statements).contains {
        $0.transactionControl != nil || $0.kind == "CallStmt"
      }
      return commits ? .committing : .wrapped
    default: return .wrapped
    }
  }

  /// Whether a text that the parser may not read begins or ends transactions, by the first words of its
  /// statements.
  package static func controlsTransactions(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var words: [String] = []
    var isInBody = false
    for token in SQLScanner(bytes) where !token.isComment {
      let isEnd = token.kind == .mark && bytes[token.range.lowerBound] == UInt8(ascii: ";")
      if isEnd, !isInBody || words == ["END"] {
        if !isInBody, beginsOrEnds(words) { return true }
        isInBody = false
        words = []
      } else if isEnd {
        words = []
      } else {
        // Of a body of SQL, `BEGIN ATOMIC … END`, only the END stands alone.
        let word = String(decoding: bytes[token.range], as: UTF8.self).uppercased()
        if words.last == "BEGIN", word == "ATOMIC", words.first == "CREATE" { isInBody = true }
        words.append(token.kind == .word ? word : "")
      }
    }
    return !isInBody && beginsOrEnds(words)
  }

  private static func beginsOrEnds(_ words: [String]) -> Bool {
    switch words.first {
    case "BEGIN", "START", "COMMIT", "END", "ABORT": true
    case "ROLLBACK": !words.prefix(3).contains("TO")
    case "PREPARE": words.dropFirst().first == "TRANSACTION"
    default: false
    }
  }
}
