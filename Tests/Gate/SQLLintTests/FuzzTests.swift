import GateModel
import GateSQLLint
import PgQuery
import TestSupport
import Testing

@Test("fuzz: no rule is brought down by any SQL, and its findings are whole")
func fuzzRules() {
  var levels: [String: RuleLevel] = [:]
  for rule in allSQLRules where rule.level == nil { levels[rule.name] = .warning }
  let lint = SQLLint(levels: levels)
  let seeds =
    allSQLRules.flatMap { $0.good + $0.bad } + [
      "-- gate:ignore ban-drop-table, x a reason\nDO $$ BEGIN DROP TABLE t; END $$; -- gate:ignore y",
      "ALTER TABLE ALL IN TABLESPACE x SET TABLESPACE y; ALTER TABLE IF EXISTS a.b.c ADD d int;",
    ]
  let words = [
    ";", ",", "(", ")", "'", "\"", "$$", "--", "\n", " DROP ", " ADD ", " TABLE ", " CONSTRAINT ",
    " IF EXISTS ",
    " NOT NULL", "a.b.c", " CASCADE", "gate:ignore ", " CONCURRENTLY ", "BEGIN;", "COMMIT;", "()",
    "int",
  ]
  let failures = Fuzz(seeds: seeds, words: words).failures { (text: String) -> String? in
    guard let script = try? SQLScript(parsing: text) else { return nil }
    let lines = text.utf8.count { $0 == 0x0A } + 1
    for finding in lint.findings(in: script, path: RepoPath("1.sql")) {
      guard let line = finding.line, (1...lines).contains(line), !finding.message.isEmpty else {
        return "\(finding)"
      }
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
