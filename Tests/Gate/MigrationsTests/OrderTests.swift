import GateModel
import Testing

@testable import GateMigrations

/// Findings as in a list: `error taken 003_c.up.sql:1`.
private func told(_ subject: OrderCase) -> [String] {
  subject.findings.map { finding in
    let place = finding.line.map { ":\($0)" } ?? ""
    return "\(finding.level) \(finding.rule.dropFirst(10)) \(finding.path?.name ?? "")\(place)"
  }
}

private func lane(_ id: String, _ set: MigrationSet, goesFirst: Bool = true) throws -> LiveLane {
  LiveLane(id: try #require(LaneID(id)), migrations: set, goesFirst: goesFirst)
}

@Test("what a change may not do to merged migrations")
func merged() {
  let start = pairs("001_a", "002_b", "003_c")
  let cases: [(head: MigrationSet, told: [String])] = [
    (start, []), (pairs("001_a", "002_b", "003_c", "004_d"), []),
    (
      pairs(
        "001_a", "002_b", "003_c", edits: ["002_b.up.sql": "create table t_002_b (id bigint);"]),
      ["error edited 002_b.up.sql:1"]
    ),
    (
      pairs(
        "001_a", "002_b", "003_c",
        edits: ["002_b.up.sql": "create table t_002_b (\r\n  id int -- key\r\n);\r\n"]),
      ["note edited 002_b.up.sql:1"]
    ),
    (
      pairs("001_a", "002_b", "003_c", edits: ["002_b.down.sql": "drop table if exists t_002_b;"]),
      ["warning edited 002_b.down.sql:1"]
    ),
    (
      pairs("001_a", "002_b", "003_c", edits: ["002_b.down.sql": nil]),
      ["error deleted 002_b.down.sql", "error down-missing 002_b.up.sql"]
    ),
    (pairs("001_a", "003_c"), ["error deleted 002_b.up.sql"]),
    (pairs("001_a", "002_b"), ["error deleted 003_c.up.sql"]),
    // The same statements under another number or name, and others in the same place.
    (
      pairs(
        "001_a", "002_b",
        edits: ["004_c.up.sql": "create table t_003_c (id int);", "004_c.down.sql": "y;"]),
      ["error renamed 004_c.up.sql"]
    ),
    (
      pairs(
        "001_a", "002_b",
        edits: ["003_x.up.sql": "create table t_003_c (id int);", "003_x.down.sql": "y;"]),
      ["error renamed 003_x.up.sql"]
    ),
    (
      pairs("001_a", "002_b", "003_x"),
      ["error deleted 003_c.up.sql", "error taken 003_x.up.sql"]
    ),
    (
      pairs("001_a", "002_b", "003_c", edits: ["002_b.up.sql": "\0"]),
      ["error unreadable 002_b.up.sql:1"]
    ),
  ]
  for (head, expected) in cases { #expect(told(OrderCase(start: start, head: head)) == expected) }
}

@Test("the number of a new migration is its own, and above the base's")
func additions() throws {
  let start = pairs("001_a", "002_b")
  let later = pairs("001_a", "002_b", "003_c")
  let mine = pairs("001_a", "002_b", "003_d")
  // Base, head, lanes, what is told.
  let cases: [(MigrationSet, MigrationSet, [LiveLane], [String])] = try [
    (start, mine, [], []), (later, later, [], []), (later, start, [], []),
    // Merged since the change began.
    (later, mine, [], ["error taken 003_d.up.sql"]),
    (later, pairs("001_a", "002_b", "004_d"), [], []),
    (start, pairs("001_a", "002_b", "002_d"), [], ["error taken 002_d.up.sql"]),
    (start, pairs("001_a", "002_b", "000_d"), [], ["error order 000_d.up.sql"]),
    (start, pairs("001_a", "002_b", "004_d"), [], ["error gap 004_d.up.sql"]),
    (
      start, pairs("001_a", "002_b", "003_d", "003_e"), [], ["error duplicate 003_e.up.sql"]
    ),
    // Another lane.
    (start, mine, [lane("A", later)], ["error taken 003_d.up.sql"]),
    (start, mine, [lane("A", later, goesFirst: false)], ["note taken 003_d.up.sql"]),
    (start, mine, [lane("A", mine), lane("B", start)], []),
    (start, pairs("001_a", "002_b", "004_d"), [lane("A", later)], ["warning gap 004_d.up.sql"]),
    (
      start, pairs("001_a", "002_b", "003_d"), [lane("A", pairs("001_a", "002_b", "004_e"))],
      ["warning order 003_d.up.sql"]
    ),
  ]
  for (base, head, lanes, expected) in cases {
    let subject = OrderCase(start: start, base: base, head: head, lanes: lanes)
    #expect(told(subject) == expected, "\(head.versions)")
  }
}

@Test("what is tolerated depends on the tool, and on what was there")
func tolerated() {
  let old = ["20260101000000_a.sql": "-- migrate:up\nx;\n-- migrate:down\ny;"]
  let late = old.merging(["20250101000000_b.sql": "-- migrate:up\nx;\n-- migrate:down\ny;"]) { $1 }
  let dbmate = OrderCase(start: migrations(old, .dbmate), head: migrations(late, .dbmate))
  #expect(told(dbmate) == ["warning order 20250101000000_b.sql"])
  // Mistakes that were there before, in other lines too.
  let before = ["1_a.sql": "x;\n-- migrate:up\nx;", "1_b.sql": "", "5_c.sql": "-- migrate:up\nx;"]
  let after = before.merging(["1_a.sql": "-- why\nx;\n-- migrate:up\nx;"]) { $1 }
  let same = OrderCase(start: migrations(before, .dbmate), head: migrations(after, .dbmate))
  #expect(told(same) == [])
}

@Test("findings name the number to use instead: free on the base, in every lane and at the head")
func advice() throws {
  let start = pairs("001_a", "002_b")
  let subject = OrderCase(
    start: start, base: pairs("001_a", "002_b", "003_c"),
    head: pairs("001_a", "002_b", "001_x", "003_d", "005_e"),
    lanes: [
      try lane("A", pairs("001_a", "002_b", "004_f")),
      try lane("B", pairs("001_a", "002_b", "005_g")),
    ])
  let said = subject.findings.map { "\($0.message); \($0.hint ?? "")" }
  #expect(
    said == [
      "the number 001 is taken on the base, by `m/001_a.up.sql`; "
        + "rename it to `006_x.up.sql`, and what undoes it likewise",
      "the number 003 is taken on the base, by `m/003_c.up.sql`; "
        + "rename it to `007_d.up.sql`, and what undoes it likewise",
      "the number 005 is taken on lane B, by `m/005_g.up.sql`; "
        + "rename it to `008_e.up.sql`, and what undoes it likewise",
      "no migration has the number 004 before 005; lane A has what is missing: merge that first",
    ])
}
