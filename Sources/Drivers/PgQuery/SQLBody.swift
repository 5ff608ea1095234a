/// The SQL inside the text of a function or a DO block.
package struct SQLBody: Sendable {
  /// `plpgsql` or `sql`.
  package let language: String
  /// One for each piece of SQL, with the lines of the outer script. Of PL/pgSQL these are the
  /// statements that change something, and the constant texts that it EXECUTEs.
  package let scripts: [SQLScript]
  /// The lines at which something stands that looks like SQL and that the parser does not read.
  package let unread: [Int]
}

extension SQLScript {
  /// The bodies of a statement: of CREATE FUNCTION and CREATE PROCEDURE in SQL or PL/pgSQL, and of DO.
  ///
  /// PL/pgSQL is cut into statements here. `pg_query_parse_plpgsql` of 15-4.0.0 gives no places,
  /// loses a whole body to one variable it does not know, and ends the process on a function without
  /// a body (`assert`).
  package func bodies(of statement: SQLStatement) -> [SQLBody] {
    let isDo = statement.kind == "DoStmt"
    guard isDo || statement.kind == "CreateFunctionStmt" else { return [] }
    let options = statement.node[isDo ? "args" : "options"]
    let language = options.definition("language")["sval"].text?.lowercased()
    let text = options.definition("as")
    let body = isDo ? text["sval"].text : text["items"][0]["sval"].text
    guard let body, let place = placeOfBody(statement, isDo: isDo) else { return [] }
    let bytes = Array(body.utf8)
    let firstLine = line(at: place)
    switch language ?? (isDo ? "plpgsql" : "") {
    case "sql": return [SQLBody(language: "sql", pieces: [0..<bytes.count], bytes, firstLine)]
    case "plpgsql":
      return [
        SQLBody(
          language: "plpgsql", pieces: PlpgsqlPieces(bytes).ranges, bytes, firstLine)
      ]
    default: return []
    }
  }

  /// Where the text of the body begins: behind AS, or, of a DO, the first text.
  private func placeOfBody(_ statement: SQLStatement, isDo: Bool) -> Int? {
    var isBehindAs = isDo
    for token in SQLScanner(source, in: statement.range) where !token.isComment {
      switch token.kind {
      case .string where isBehindAs: return token.range.lowerBound
      case .dollarString where isBehindAs:
        let tag = source[token.range].dropFirst().firstIndex(of: UInt8(ascii: "$"))
        return tag.map { $0 + 1 }
      case .word where !isDo: isBehindAs = source.holds("AS", at: token.range)
      default: break
      }
    }
    return nil
  }
}

extension SQLBody {
  fileprivate init(language: String, pieces: [Range<Int>], _ body: [UInt8], _ firstLine: Int) {
    var (scripts, unread): ([SQLScript], [Int]) = ([], [])
    var (line, end) = (firstLine, 0)
    for piece in pieces {
      line += body[end..<piece.lowerBound].count { $0 == 0x0A }
      end = piece.lowerBound
      let bytes = Array(body[piece])
      do {
        scripts.append(try SQLScript(parsing: bytes, firstLine: line))
      } catch {
        // `RETURNING … INTO x` is PL/pgSQL's: without it, it is SQL.
        let shorter = PlpgsqlPieces.withoutTarget(bytes)
        do {
          scripts.append(try SQLScript(parsing: shorter, firstLine: line))
        } catch {
          unread.append(line)
        }
      }
    }
    self.init(language: language, scripts: scripts, unread: unread)
  }
}

extension SQLNode {
  /// The value of an option in a list of `DefElem`.
  func definition(_ name: StaticString) -> SQLNode {
    children.first { $0["defname"].holds(name) }?["arg"] ?? .none
  }
}
