import Testing

@testable import PgQuery

@Test("statements come in order, with their place, their text and their kind")
func statements() throws {
  let source = """
    /* head */ -- more
      CREATE TABLE "é" (id int); -- behind
    ;;
    -- é
    é; select E'\\'' /* in; side */ || 'x;' -- last
    """.replacing("é;", with: "/*é*/ DROP TABLE a;")
  let script = try SQLScript(parsing: source)
  let found = script.statements.map { "\($0.line):\($0.column) \($0.kind) \($0.text)" }
  #expect(
    found == [
      "2:3 CreateStmt CREATE TABLE \"é\" (id int)", "5:7 DropStmt DROP TABLE a",
      "5:21 SelectStmt select E'\\'' /* in; side */ || 'x;'",
    ])
  let comments = script.comments.map { "\($0.lines.lowerBound) \($0.isAlone) \($0.text)" }
  #expect(
    comments == [
      "1 true head", "1 false more", "2 false behind", "4 true é", "5 true é", "5 false in; side",
      "5 false last",
    ])
}

@Test("what has no statement is a script without statements")
func emptyScripts() throws {
  for source in ["", "  \n\t", "-- only", "/* only */", ";;", ";\n-- x\n;", "\u{FEFF}", "\r\n\r\n"]
  {
    #expect(try SQLScript(parsing: source).statements.isEmpty, "\(source)")
  }
}

@Test("a byte order mark, CRLF and a carriage return alone have a defined place")
func lineEnds() throws {
  let cases: [(source: String, places: [String])] = [
    ("\u{FEFF}select 1", ["1:2 select 1"]),
    ("\u{FEFF}-- a\r\nselect 1;\r\nselect 2;\r\n", ["2:1 select 1", "3:1 select 2"]),
    ("-- a\rselect 1", ["1:6 select 1"]),
    ("select 'a\r\nb';\r\nselect 2", ["1:1 select 'a\r\nb'", "3:1 select 2"]),
    ("select 1;\u{FEFF}", []),
  ]
  for (source, places) in cases {
    let script = try? SQLScript(parsing: source)
    let found = script?.statements.map { "\($0.line):\($0.column) \($0.text)" }
    #expect(found ?? [] == places, "\(source.debugDescription)")
  }
}

@Test("what is no SQL says where, in characters")
func syntaxErrors() throws {
  let cases: [(source: [UInt8], error: String, offset: Int, excerpt: String)] = [
    (
      "select 'é' frm 1 2", "line 1, column 16: syntax error at or near \"1\"", 16,
      "select 'é' frm 1 2"
    ),
    (
      "select 1;\r\n  é é é;\r\n", "line 2, column 3: syntax error at or near \"é\"", 13, "  é é é;"
    ),
    ("\u{FEFF}slect", "line 1, column 2: syntax error at or near \"slect\"", 3, "\u{FEFF}slect"),
    (
      "select 'x\n", "line 1, column 8: unterminated quoted string at or near \"'x\n\"", 7,
      "select 'x"
    ),
    (
      "/* /* */", "line 1, column 1: unterminated /* comment at or near \"/* /* */\"", 0, "/* /* */"
    ),
    ("select (", "line 1, column 9: syntax error at end of input", 8, "select ("),
    ("a\0b", "line 1, column 2: a NUL byte, which Postgres reads nowhere", 1, "a\0b"),
    ("\\connect x", "line 1, column 1: syntax error at or near \"\\\"", 0, "\\connect x"),
  ].map { (Array($0.0.utf8), $0.1, $0.2, $0.3) }
  for (source, message, offset, excerpt) in cases {
    let error = #expect(throws: SQLSyntaxError.self) { try SQLScript(parsing: source) }
    #expect(error?.description == message)
    #expect(error?.offset == offset && error?.excerpt == excerpt, "\(message)")
  }
  let error = #expect(throws: SQLSyntaxError.self) {
    try SQLScript(parsing: Array("select 'é\nx".utf8) + [0xC3, 0x28])
  }
  #expect(error?.description == "line 2, column 2: not UTF-8")
}

@Test("the commands of an ALTER TABLE have their lines")
func commands() throws {
  let cases: [(source: String, lines: [Int])] = [
    ("ALTER TABLE t ADD a int", [1]),
    ("\u{FEFF}ALTER TABLE IF EXISTS\ns . \"t\" * \nADD a int", [3]),
    (
      "ALTER TABLE t\n  ADD a numeric(1,\n2) DEFAULT f(ARRAY[1,\n2]), -- x, y\n\n  DROP b, DROP\n c",
      [2, 6, 6]
    ),
    ("select 1;\nALTER VIEW v\nALTER a SET DEFAULT 1", [3]),
    ("ALTER INDEX ALL IN TABLESPACE x SET TABLESPACE y", [1]),
  ]
  for (source, lines) in cases {
    let script = try SQLScript(parsing: source)
    let statement = try #require(script.statements.last)
    #expect(script.linesOfCommands(of: statement) == lines, "\(source)")
  }
}

@Test("names that Postgres cuts are told, with what it makes of them")
func truncatedNames() throws {
  let long = String(repeating: "aB", count: 40)
  let accents = String(repeating: "é", count: 32)
  let script = try SQLScript(
    parsing:
      "create table \(long) (a int);\n/* \(long) */ drop table \"\(long)\", \"x\(accents)\", "
      + "\"\(accents.dropLast())\"; select '\(long)', \"\(long.prefix(63))\", \(long.prefix(64))")
  let found = script.truncatedNames.map { "\($0.line) \($0.name.utf8.count) \($0.cut)" }
  let (lower, upper) = (long.lowercased().prefix(63), long.prefix(63))
  #expect(
    found == ["1 80 \(lower)", "2 80 \(upper)", "2 65 x\(accents.dropLast())", "2 64 \(lower)"])
}

@Test("a part of a larger text counts the lines of that")
func firstLines() throws {
  let script = try SQLScript(parsing: "select 1;\nselect 2", firstLine: 7)
  #expect(script.statements.map(\.line) == [7, 8])
  let error = #expect(throws: SQLSyntaxError.self) { try SQLScript(parsing: "\nx", firstLine: 7) }
  #expect(error?.line == 8)
}

@Test("ten megabytes are read, with right places to the end")
func largeScript() throws {
  let text = String(repeating: "a name; of it -- ", count: 100)
  let row = "INSERT INTO events (id, name, payload) VALUES (1, '\(text)', '{\"k\": \"v\"}');\n"
  let count = 10_000_000 / row.utf8.count
  let source = Array(String(repeating: row, count: count).utf8)
  let script = try SQLScript(parsing: source)
  #expect(script.statements.count == count)
  let last = try #require(script.statements.last)
  #expect(last.line == count && last.text + ";\n" == row)
}

@Test("what is too deep or too long for the parser is an error, not a crash")
func hostileScripts() {
  func many(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
  let cases: [(source: String, isRead: Bool)] = [
    ("select 'a'" + many("::text || 'a'", 4_000), true), ("select 1" + many("+1", 5_000), true),
    ("select 1" + many("+1", 15_000), false),
    ("select 1" + many(" union all select 1", 6_000), true),
    ("select 1, 2" + many(" union select 1, 2 where a and b", 15_000), false),
    ("select 1 from a" + many(" join b on x and y", 15_000), false),
    ("select " + many("case when a and b then c end + ", 15_000) + "1", false),
    ("select " + many("case when x.end and b then c end + ", 15_000) + "1", false),
    ("select " + many("x.and + ", 15_000) + "1", false),
    ("select " + many("(", 15_000) + "1" + many(")", 15_000), false),
    ("select " + many("f(", 3_000) + "1" + many(")", 3_000), true),
    ("select " + many("(select ", 6_000) + "1" + many(")", 6_000), false),
    ("select " + many("not ", 15_000) + "a", false),
    ("select " + many("- ", 15_000) + "1", false),
    ("select a" + many("::int", 15_000), false),
    ("select a" + many(" collate \"C\"", 15_000), false),
    ("select a where b" + many(" and c = 1 or d", 15_000), true),
    ("select 1" + many(", 1", 20_000), true), ("select a" + many("[1]", 15_000), false),
    (many("/*", 20_000) + many("*/", 20_000), false), (many("+/**/", 20_000), false),
    ("select " + many("+", 20_000) + "1", false),
    ("select 1 " + many("+-- x\n", 5_000) + "1", true),
    (many("/*******************/\n", 20_000), true),
    ("select 1 /* " + many("*", 20_000) + "*/", true),
    ("select $$" + many("(", 20_000) + "$$", true), (many("/*", 15_000), false),
  ]
  for (source, isRead) in cases {
    let script = try? SQLScript(parsing: source)
    #expect((script != nil) == isRead, "\(source.prefix(60))")
    // Walking the tree does not depend on its depth either.
    #expect(script?.statements.first?.meaning.isEmpty != true)
  }
}

@Test("what would make too large a tree is not read")
func largestAnswer() {
  for (tokens, isRead) in [(11, true), (13, false)] {
    let text = String(repeating: "a;", count: tokens / 2) + "a"
    let error = #expect(throws: SQLSyntaxError.self) {
      try SQLScript(parsing: Array(text.utf8), firstLine: 1, largestAnswer: 1_800)
    }
    #expect((error?.message != "too long to be read as one script") == isRead)
  }
}

@Test("a long line of many statements and comments takes no longer than many lines")
func longLine() throws {
  let script = try SQLScript(parsing: String(repeating: "COMMIT; /* x */ ", count: 10_000))
  #expect(script.statements.count == 10_000 && script.comments.allSatisfy { !$0.isAlone })
  #expect(script.statements.last?.column == 159_985)
  #expect(script.obstaclesToTransaction.count == 10_000)
}

@Test("many threads parse at once")
func concurrency() async throws {
  let counts = try await withThrowingTaskGroup(of: Int.self) { group in
    for number in 0..<200 {
      group.addTask {
        let text = String(repeating: "ALTER TABLE t\(number) ADD c int;", count: number)
        let names = try SQLScript(parsing: text).statements.map {
          $0.node["relation"]["relname"].text
        }
        return names.count { $0 == "t\(number)" }
      }
    }
    return try await group.reduce(into: []) { $0.append($1) }
  }
  #expect(counts.sorted() == Array(0..<200))
}
