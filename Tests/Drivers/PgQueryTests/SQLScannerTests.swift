import Testing

@testable import PgQuery

@Test("tokens are cut as Postgres' scanner cuts them")
func tokens() {
  let cases: [(source: String, tokens: [String])] = [
    ("a.b -> 'c''d'", ["word a", "mark .", "word b", "sign ->", "string 'c''d'"]),
    ("E'\\'--' x", ["string E'\\'--'", "word x"]),
    ("'\\' -- '", ["string '\\'", "lineComment -- '"]),
    ("e'a'\n 'b\\'c' d", ["string e'a'\n 'b\\'c'", "word d"]),
    ("'a'\n--x\n'b'", ["string 'a'\n--x\n'b'"]), ("'a' 'b'", ["string 'a'", "string 'b'"]),
    ("$$a$b$$ $x$ $$ $x$ $1", ["dollarString $$a$b$$", "dollarString $x$ $$ $x$", "mark $1"]),
    ("a$b$ c", ["word a$b$", "word c"]), ("\"a\"\"b\"", ["quotedName \"a\"\"b\""]),
    (
      "U&\"x\" u&'y' n'z' b'0' X'F'",
      ["quotedName U&\"x\"", "string u&'y'", "string n'z'", "string b'0'", "string X'F'"]
    ),
    ("/* a /* b */ c */d", ["blockComment /* a /* b */ c */", "word d"]),
    ("1+-- x\r2", ["number 1", "sign +", "lineComment -- x", "number 2"]),
    ("+/* x */*", ["sign +", "blockComment /* x */", "sign *"]),
    (
      "1.5e-3 1..2 .5 1e",
      ["number 1.5e-3", "number 1", "mark .", "number .2", "number .5", "number 1", "word e"]
    ),
    ("é:=ß::x", ["word é", "mark :", "sign =", "word ß", "mark :", "mark :", "word x"]),
    ("'open", ["string 'open"]), ("$$open", ["dollarString $$open"]),
    ("/* open", ["blockComment /* open"]),
    ("\"open", ["quotedName \"open"]), ("e'open\\", ["string e'open\\"]), ("$", ["mark $"]),
  ]
  for (source, expected) in cases {
    let bytes = Array(source.utf8)
    let found = SQLScanner(bytes).map {
      "\($0.kind) \(String(decoding: bytes[$0.range], as: UTF8.self))"
    }
    #expect(found == expected)
  }
}

@Test("no tree is deeper than the survey says")
func depths() {
  let cases: [(source: String, depth: Int)] = [
    ("", 0), ("a, b, c d", 2), ("a + b + c", 5), ("a and b or c", 1), ("f(a, b c)", 4),
    ("a union b, c union d", 3), ("x; a b", 2), ("case a and b end", 2), ("1 + 2.5 + 'x'", 2),
    ("a.b::text || $$c$$::x", 5),
  ]
  for (source, depth) in cases {
    #expect(SQLSurvey(Array(source.utf8)).depth == depth, "\(source)")
  }
}
