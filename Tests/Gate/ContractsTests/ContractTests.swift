import GateMigrations
import GateModel
import Testing

@testable import GateContracts

private func contract(_ entries: [(String, String)], _ kind: FrozenInterface = .api) -> Contract {
  Contract(kind, entries.map { Contract.Entry(name: $0.0, definition: $0.1) })
}

@Test("a snapshot is read back as it was written, whatever its names hold")
func texts() throws {
  let written = contract([
    ("b", "one\ttwo\\three\nfour\r"), ("# a", "#"), ("a b: c", ""), ("b", "other"),
  ])
  let path = RepoPath("Waves/frozen/1/api.txt")
  let read = try Contract(.api, reading: Array(written.text.utf8), path: path)
  #expect(read.entries.map(\.name) == ["# a", "a b: c", "b", "b"])
  #expect(read.entries.map(\.definition) == written.entries.map(\.definition))
  #expect(read.entries.first?.place == Contract.Place(path, line: 3))
  #expect(read.text == written.text)
  let wrong = [
    ("", "Waves/frozen/1/api.txt:1: the first line is `gate-freeze/1 api`"),
    ("gate-freeze/2 api\n", "Waves/frozen/1/api.txt:1:"),
    ("gate-freeze/1 schema\n", "Waves/frozen/1/api.txt:1:"),
    ("gate-freeze/1 api\na b\n", "Waves/frozen/1/api.txt:2: a line is a name, a tab"),
    ("gate-freeze/1 api\n# x\n\na\tb\tc\n", "Waves/frozen/1/api.txt:4:"),
    ("gate-freeze/1 api\na\\x\tb\n", "Waves/frozen/1/api.txt:2:"),
    ("gate-freeze/1 api\n\tb\n", "Waves/frozen/1/api.txt:2:"),
  ]
  for (text, said) in wrong {
    do {
      _ = try Contract(.api, reading: Array(text.utf8), path: path)
      Issue.record("\(text) is read")
    } catch {
      #expect(error.description.hasPrefix(said), "\(error)")
    }
  }
}

@Test("what is added is no break; what is removed, changed or newly demanded is")
func breaks() {
  typealias Pairs = [(String, String)]
  let op = ("POST /a", "operation")
  let cases: [(old: Pairs, new: Pairs, said: [String])] = [
    ([("f", "()")], [("f", "()"), ("g", "()")], []),
    ([("f", "()")], [], ["-f"]),
    ([("f", "()")], [("f", "(a)")], ["~f"]),
    // An overload beside it, and one of two gone.
    ([("f", "()")], [("f", "()"), ("f", "(a)")], []),
    ([("f", "()"), ("f", "(a)")], [("f", "()")], ["-f"]),
    ([op], [op, ("POST /a <- query n", "integer")], []),
    ([op], [op, ("POST /a <- query n", "integer, required")], ["+POST /a <- query n"]),
    // Of an operation that is new, too.
    ([], [op, ("POST /a <- query n", "integer, required")], []),
    (
      [op, ("POST /a <- query n", "integer, required")], [op, ("POST /a <- query n", "integer")], []
    ),
    (
      [op, ("POST /a <- query n", "integer")], [op, ("POST /a <- query n", "integer, required")],
      ["~POST /a <- query n"]
    ),
    (
      [op, ("POST /a <- query n", "integer")], [op, ("POST /a <- query n", "integer or null")], []
    ),
    (
      [op, ("POST /a <- query n", "integer, required")],
      [op, ("POST /a <- query n", "integer or null, required")], []
    ),
    ([("A -> 200 $.x", "string, optional")], [("A -> 200 $.x", "string")], []),
    ([("A -> 200 $.x", "string")], [("A -> 200 $.x", "string, optional")], ["~A -> 200 $.x"]),
    ([("A -> 200 $.x", "string")], [("A -> 200 $.x", "string or null")], ["~A -> 200 $.x"]),
  ]
  for (old, new, said) in cases {
    let frozen = contract(old)
    let found = ContractDifference(from: frozen, to: contract(new)).breaks(of: frozen).map {
      switch $0 {
      case .removed(let entry): "-\(entry.name)"
      case .changed(let change): "~\(change.before.name)"
      case .demanded(let entry): "+\(entry.name)"
      }
    }
    #expect(found == said, "\(old) -> \(new)")
  }
}

@Test("a change is blamed for what it breaks, and not for what was broken or missing before")
func blame() {
  let frozen = contract([("f", "()"), ("g", "(a)"), ("h", "()")], .signatures)
  let before = contract([("f", "()"), ("g", "(a)")], .signatures)
  let after = contract([("g", "(a, b)")], .signatures)
  let found = findings(against: frozen, wave: 1, before: before, after: after)
  #expect(
    found.map(\.message) == [
      "`f`, which wave 1 froze as `()`, is gone",
      "`g`, which wave 1 froze as `(a)`, is now `(a, b)`",
    ])
  #expect(found.allSatisfy { $0.rule == "frozen-signatures" })
  #expect(findings(against: frozen, wave: 1, before: before, after: before).isEmpty)
}

@Test("of each interface the snapshot of the latest wave counts")
func latest() throws {
  func file(_ path: String, _ contract: Contract) -> (path: RepoPath, bytes: [UInt8]) {
    (RepoPath(path), Array(contract.text.utf8))
  }
  let frozen = try Frozen([
    file("Waves/frozen/2/api.txt", contract([("b", "")])),
    file("Waves/frozen/10/api.txt", contract([("c", "")])),
    file("Waves/frozen/1/api.txt", contract([("a", "")])),
    (RepoPath("Waves/frozen/11/README.md"), []), (RepoPath("Waves/frozen/x/api.txt"), []),
    (RepoPath("Waves/frozen/011/api.txt"), []),
  ])
  #expect(frozen.waves == [.api: 10])
  #expect(frozen.contracts[.api]?.entries.map(\.name) == ["c"])
}

@Test("a schema is frozen by its objects, without comments and the order of columns")
func schema() {
  let snapshot = SchemaSnapshot([
    SchemaObject(
      kind: .column, name: "orders.total", facts: ["rank 2", "type numeric(10,2)", "not-null"]),
    SchemaObject(kind: .comment, name: "orders", facts: ["text x"]),
    SchemaObject(kind: .table, name: "orders", facts: []),
    SchemaObject(kind: .schema, name: "public", facts: ["owner a"]),
    SchemaObject(kind: .extension, name: "citext", facts: ["version 1.6", "schema public"]),
  ])
  #expect(
    Contract(snapshot).entries.map { "\($0.name): \($0.definition)" } == [
      "column orders.total: type numeric(10,2), not-null", "extension citext: schema public",
      "table orders: table",
    ])
}
