internal import GateModel
internal import PgQuery

extension SQLRule {
  static let unusedIgnore = SQLRule(
    "unused-ignore", .warning,
    "A `gate:ignore` names rules that hold something here, and a reason.",
    reason: """
      `-- gate:ignore RULE[, RULE] reason` in a line above a statement, or at the end of its line, \
      takes the findings of these rules back. It stays honest only as long as each has a reason, a rule \
      that exists, and something to ignore.
      """,
    rewrite: "write `-- gate:ignore RULE reason`, or take it out",
    good: ["-- gate:ignore ban-drop-table not read since 2.4\nDROP TABLE orders;"],
    bad: ["-- gate:ignore ban-drop-table not read since 2.4\nSELECT 1;"],
    judgement: .script { _ in [] })
}
