import GateModel
import Testing

@testable import GateMigrations

@Test("SHA-256 of the standard's examples, and at the edges of a block")
func digests() throws {
  let million = String(repeating: "a", count: 1_000_000)
  let cases = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    (
      String(million.prefix(55)),
      "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
    ),
    (
      String(million.prefix(64)),
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
    ),
  ]
  for (text, digest) in cases {
    let sum = Checksum(digestOf: Array(text.utf8))
    #expect(sum.description == digest, "\(text.prefix(80))")
  }
}

@Test("comments and layout do not count; what is quoted does")
func canonical() {
  // Texts of one row are one migration, and no other row's.
  let rows = [
    ["", " ", "-- a", "/* a */", "/* /* */ -- */\r\n", "\n"],
    [
      "create table t (a int, b text);", "create table t(a int,b text) ;\n",
      "create  table\tt (\r\n  a int, -- one\r\n  b text /* two /* three */ */\r\n);\r\n",
    ],
    ["create table t (a int, b text)"], ["create table t (a int, B text);"],
    ["select '--a'", "select '--a' -- b"], ["select '-- a'"], ["select '/* a */'"],
    ["select 'a''--b'"], ["select 'a\\' --b'", "select 'a\\' "],
    ["select E'a\\'--b'", "select  E'a\\'--b'--c"], ["select E'a\\'--c'"],
    ["select E'a'\n'b\\'--c'", "select E'a' -- x\n'b\\'--c' --d"],
    ["select e'a''\\'--b'"], ["select the'a\\' --b'", "select the'a\\'"],
    ["select \"a--b\"", "select \"a--b\"--c"], ["select \"a\"\"--b\""],
    ["select 'a'\n'b'", "select 'a' -- c\n  'b'", "select 'a'\r\n'b'"], ["select 'a' 'b'"],
    ["select a-b", "select a-b--c"], ["select a - b", "select a /**/- -- c\nb"],
    ["do $$ begin -- a\n end $$", "do $$ begin -- a\r\n end $$ -- b"], ["do $$ begin\n end $$"],
    ["do $a$ $$ -- a $b$ $a$", "do $a$ $$ -- a $b$ $a$--c"], ["select a$$--b", "select a$$"],
    ["select $1--b", "select $1"], ["select 1$$--$$"], ["select $1$$--$$"], ["select é$a--$a$"],
    ["select '"], ["select '-- a\n"], ["select /", "select / -- a"], ["select $$ /* a"],
    ["select * /", "select * / -- a"], ["select */ b"],
  ]
  var owners: [Checksum: Int] = [:]
  for (number, row) in rows.enumerated() {
    for text in row {
      let owner = owners.updateValue(number, forKey: Checksum(of: text))
      #expect(owner == nil || owner == number, "\(text) is also \(rows[owner ?? 0])")
      #expect(Checksum(of: text) == Checksum(of: row[0]), "\(text) and \(row[0])")
    }
  }
}

@Test("a text is empty without a statement")
func empty() {
  let cases = [
    ("", true), (" -- a\n;\n/* b */;", true), ("-- a\nselect 1", false), ("'", false), ("/", false),
  ]
  for (text, isEmpty) in cases {
    #expect(MigrationText(path: RepoPath("a"), text: text).isEmpty == isEmpty, "\(text)")
  }
}
