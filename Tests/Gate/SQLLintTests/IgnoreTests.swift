import GateModel
import PgQuery
import Testing

@testable import GateSQLLint

@Test("an ignore with a reason takes back what its statement is held for, and nothing else")
func ignores() throws {
  let drop = "DROP TABLE orders;"
  let cases: [(source: String, found: [String])] = [
    ("-- gate:ignore ban-drop-table not read any more\n\(drop)", []),
    ("/* gate:ignore ban-drop-table not read */\n\(drop)", []),
    ("\(drop) -- gate:ignore ban-drop-table not read", []),
    ("DROP TABLE\n  orders; -- gate:ignore ban-drop-table not read", []),
    ("DROP TABLE -- gate:ignore ban-drop-table not read\n  orders;", []),
    (
      "-- gate:ignore ban-drop-table not read\n-- and why\n-- gate:ignore ban-drop-view both gone\nDROP TABLE t; DROP VIEW v;",
      []
    ),
    (
      "-- gate:ignore ban-drop-column, ban-drop-not-null both gone\nALTER TABLE t DROP a, ALTER b DROP NOT NULL;",
      []
    ),
    (
      "-- gate:ignore ban-drop-column ,ban-drop-not-null gone\nALTER TABLE t DROP a, ALTER b DROP NOT NULL;",
      []
    ),
    (
      "ALTER TABLE t\n  -- gate:ignore ban-drop-column gone\n  DROP a,\n  DROP b, -- gate:ignore ban-drop-column gone\n  DROP c;",
      ["5 ban-drop-column"]
    ),
    ("-- gate:ignore ban-drop-table gone\nDO $$\nBEGIN\n  DROP TABLE t;\nEND $$;", []),
    (
      "-- gate:ignore ban-drop-table gone\n\n\(drop)",
      ["1 unused-ignore nothing here is held by `ban-drop-table`", "3 ban-drop-table"]
    ),
    (
      "-- gate:ignore ban-drop-table\n\(drop)",
      [
        "1 unused-ignore this ignore of `ban-drop-table` has no reason, so it ignores nothing",
        "2 ban-drop-table",
      ]
    ),
    (
      "-- gate:ignore\n\(drop)",
      ["1 unused-ignore `gate:ignore` names no rule", "2 ban-drop-table"]
    ),
    (
      "-- gate:ignore ban-drop-tabel gone\n\(drop)",
      [
        "1 unused-ignore there is no rule `ban-drop-tabel`; did you mean `ban-drop-table`?",
        "2 ban-drop-table",
      ]
    ),
    (
      "-- gate:ignore ban-drop-view gone\n\(drop)",
      ["1 unused-ignore nothing here is held by `ban-drop-view`", "2 ban-drop-table"]
    ),
    ("-- gate:ignore ban-drop-table gone\n\(drop)\n\(drop)", ["3 ban-drop-table"]),
    ("-- gate:ignore ban-add-column it is off here\nALTER TABLE t ADD a bigint;", []),
    ("-- a gate:ignore in a sentence\nSELECT 'gate:ignore x';", []),
    (
      "-- gate:ignore ban-drop-table gone",
      ["1 unused-ignore nothing here is held by `ban-drop-table`"]
    ),
    (
      "-- gate:ignore unused-ignore no\n-- gate:ignore x y\nSELECT 1;",
      [
        "1 unused-ignore nothing here is held by `unused-ignore`",
        "2 unused-ignore there is no rule `x`",
      ]
    ),
  ]
  for (source, expected) in cases {
    let found = try held(source).map { finding in
      let isIgnore = finding.rule == "unused-ignore"
      return "\(finding.line ?? 0) \(finding.rule)" + (isIgnore ? " \(finding.message)" : "")
    }
    #expect(found == expected, "\(source)")
  }
}

@Test("many ignores of many statements are read in good time")
func manyIgnores() throws {
  let source = String(repeating: "BEGIN; -- gate:ignore transaction-nesting x\n", count: 3_000)
  #expect(try held(source).map(\.rule) == ["ban-uncommitted-transaction"])
}

@Test("the plan sets levels, and what it sets holds for every finding of the rule")
func levels() throws {
  let script = try SQLScript(parsing: "DROP TABLE t; ALTER TABLE t ADD a int; -- gate:ignore x y")
  let cases: [(levels: [String: RuleLevel], found: [String])] = [
    ([:], ["ban-drop-table warning", "unused-ignore warning", "prefer-bigint-over-int note"]),
    (
      ["ban-drop-table": .error, "prefer-bigint-over-int": .warning, "unused-ignore": .off],
      ["ban-drop-table error", "prefer-bigint-over-int warning"]
    ),
    (
      ["ban-drop-table": .off, "ban-add-column": .error, "prefer-bigint-over-int": .off],
      ["ban-add-column error", "unused-ignore warning"]
    ),
  ]
  for (levels, expected) in cases {
    let found = SQLLint(levels: levels).findings(in: script, path: RepoPath("a.sql"))
    #expect(found.map { "\($0.rule) \($0.level)" } == expected)
  }
  let long = String(repeating: "a", count: 63)
  let clash = try SQLScript(parsing: "SELECT \(long)b, \(long)c")
  let found = SQLLint(levels: ["identifier-too-long": .warning]).findings(
    in: clash, path: RepoPath("a"))
  #expect(found.map(\.level) == [.warning, .warning])
}
