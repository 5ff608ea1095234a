import GateModel
import GateSQLLint
import TestSupport
import Testing

@Test("docs/sql has a page for every rule, in the rule's own words")
func pages() throws {
  for rule in allSQLRules {
    #expect(try golden("docs/sql/\(rule.name).md", page(rule)) == .same, "\(rule.name)")
  }
  #expect(try golden("docs/sql/README.md", index()) == .same)
}

private func level(_ rule: SQLRule) -> String { rule.level?.rawValue ?? "off" }

private func index() -> String {
  let rows = allSQLRules.map {
    "| [`\($0.name)`](\($0.name).md) | \(level($0)) | \($0.summary) |\n"
  }
  return """
    # The rules of the migration lint

    They read migrations with Postgres' own parser, also inside DO blocks and inside functions that the \
    migration calls. What a migration makes itself is no hazard: no row is in it and nobody uses it.

    A hazard is a warning, style is a note and never in the way; an error is what certainly fails or \
    breaks in silence. A rule that is off is a policy of a project: `gate.yml` turns it on.

    A finding is taken back with a reason, in a line of its own above the statement or at the end of the \
    statement's line; a reason is asked for, and an ignore of nothing is itself a finding:

    ```sql
    -- gate:ignore ban-drop-column, ban-drop-not-null not read since 2.4
    ALTER TABLE orders DROP COLUMN note;
    ```

    Beside another linter: [compared with squawk](compared-with-squawk.md).

    | rule | level | what it holds |
    | --- | --- | --- |

    """ + rows.joined()
}

private func page(_ rule: SQLRule) -> String {
  var text = "# `\(rule.name)`\n\n\(rule.summary) Level: \(level(rule)).\n\n\(rule.reason)\n"
  text += "\nInstead: \(rule.rewrite).\n"
  for (title, examples) in [("Passes", rule.good), ("Does not pass", rule.bad)] {
    text += "\n## \(title)\n"
    for example in examples { text += "\n```sql\n\(example)\n```\n" }
  }
  return text
}
