internal import GateModel
internal import PgQuery

extension SQLRule {
  /// For runners that set no timeouts: ours does, so both are off.
  static let timeouts = [
    timeout(
      "lock_timeout", "A statement that waits for its lock makes every later one wait behind it."),
    timeout("statement_timeout", "A statement that takes hours holds its locks for hours."),
  ]

  private static func timeout(_ setting: String, _ reason: String) -> SQLRule {
    SQLRule(
      "require-\(setting.replacing("_", with: "-"))", nil,
      "A script sets \(setting) before it takes locks.",
      reason: reason + " The migrator sets it for every migration; this is for other runners.",
      rewrite: "SET LOCAL \(setting) first",
      good: ["SET LOCAL lock_timeout = '3s';\nSET LOCAL statement_timeout = '30s';\nDROP TABLE t;"],
      bad: ["CREATE TRIGGER a AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();"],
      judgement: .script { story in
        let statements = story.script.statements
        let first = statements.first { $0.takesLocks }
        guard let first else { return [] }
        let isSet = statements.contains {
          $0.range.lowerBound < first.range.lowerBound && $0.node["name"].text == setting
            && $0.kind == "VariableSetStmt"
        }
        return isSet
          ? [] : [SQLProblem("no \(setting) is set before this takes its lock", line: first.line)]
      })
  }
}

extension SQLStatement {
  /// Whether it may wait for a lock on something that others use.
  fileprivate var takesLocks: Bool {
    ![
      "VariableSetStmt", "SelectStmt", "TransactionStmt", "CommentStmt", "CreateStmt",
      "CreateSchemaStmt",
      "CreateEnumStmt", "CreateSeqStmt", "CreateFunctionStmt", "CreateExtensionStmt", "DefineStmt",
      "CompositeTypeStmt", "CreateDomainStmt", "CreateRoleStmt", "GrantStmt", "GrantRoleStmt",
      "VariableShowStmt",
    ].contains(kind)
  }
}
