internal import GateModel
internal import PgQuery

extension SQLRule {
  /// Policies of a project rather than hazards: off until gate.yml turns one on.
  static let optIn: [SQLRule] = [
    policy("add-column", "adds a column", "ALTER TABLE t ADD COLUMN a bigint;", ["AT_AddColumn"]) {
      $0.object != "OBJECT_TYPE"
    },
    policy(
      "add-composite-attribute", "adds an attribute to a composite type",
      "ALTER TYPE pair ADD ATTRIBUTE c bigint;", ["AT_AddColumn"]
    ) { $0.object == "OBJECT_TYPE" },
    policy(
      "add-enum-value", "adds a value to an enum", "ALTER TYPE mood ADD VALUE 'sad' AFTER 'ok';",
      ["AlterEnumStmt"]
    ) { $0.node["newVal"].exists && !$0.node["oldVal"].exists },
    policy(
      "set-default", "changes a default", "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1;",
      ["AT_ColumnDefault", "AlterDomainStmt"]
    ) {
      $0.node["def"].exists && ($0.key == "AT_ColumnDefault" || $0.node["subtype"].holds("T"))
    },
    policy(
      "new-write-restriction", "refuses rows that were taken before",
      "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;",
      ["AT_AddConstraint", "AT_SetNotNull", "AT_AlterConstraint"]
    ) { _ in true },
    policy(
      "detach-inheritance", "takes a table out of its parent", "ALTER TABLE t NO INHERIT p;",
      ["AT_DropInherit", "AT_DetachPartition", "AT_DetachPartitionFinalize"]
    ) { _ in true },
    policy(
      "disable-trigger", "switches triggers, rules or row security on or off",
      "ALTER TABLE t DISABLE TRIGGER stamp;",
      [
        "AT_DisableTrig", "AT_DisableTrigAll", "AT_DisableTrigUser", "AT_EnableTrig",
        "AT_EnableTrigAll",
        "AT_EnableTrigUser", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig", "AT_DisableRule",
        "AT_EnableRule", "AT_EnableAlwaysRule", "AT_EnableReplicaRule",
      ]
    ) { _ in true },
    policy(
      "alter-row-level-security", "switches row level security",
      "ALTER TABLE t ENABLE ROW LEVEL SECURITY;",
      [
        "AT_EnableRowSecurity", "AT_DisableRowSecurity", "AT_ForceRowSecurity",
        "AT_NoForceRowSecurity",
      ]
    ) { _ in true },
    policy(
      "replica-identity", "changes what is replicated", "ALTER TABLE t REPLICA IDENTITY FULL;",
      ["AT_ReplicaIdentity", "DROP OBJECT_PUBLICATION", "AlterPublicationStmt"]
    ) { _ in true },
    policy(
      "create-policy", "creates a policy", "CREATE POLICY own ON t USING (true);",
      ["CreatePolicyStmt"]
    ) { _ in true },
    policy(
      "alter-policy-condition", "changes whom a policy lets see what",
      "ALTER POLICY own ON t USING (true);", ["AlterPolicyStmt"]
    ) { $0.node["qual"].exists || $0.node["with_check"].exists },
    policy(
      "alter-policy-roles", "changes for whom a policy is", "ALTER POLICY own ON t TO reader;",
      ["AlterPolicyStmt"]
    ) { $0.node["roles"].exists },
    policy("revoke", "takes rights away", "REVOKE ALL ON t FROM reader;", revokes) {
      $0.key == "DropRoleStmt" || $0.key == "DropOwnedStmt" || $0.key == "AT_ChangeOwner"
        || !($0.node["action"].exists ? $0.node["action"] : $0.node)["is_grant"].bool
    },
    policy(
      "replace-view-function", "replaces what may be in use",
      "CREATE OR REPLACE VIEW totals AS SELECT 1;",
      ["ViewStmt", "CreateFunctionStmt", "CreateTrigStmt"]
    ) { $0.node["replace"].bool },
    policy(
      "alter-sequence-values", "changes what a sequence gives",
      "ALTER SEQUENCE numbers RESTART WITH 3;",
      ["AlterSeqStmt", "AT_SetIdentity"]
    ) {
      $0.key == "AT_SetIdentity"
        || $0.node["options"].children.contains { !$0["defname"].holds("owned_by") }
    },
    policy(
      "alter-function-options", "changes how a function runs", "ALTER FUNCTION total() STABLE;",
      ["AlterFunctionStmt"]
    ) { _ in true },
    policy(
      "alter-view-options", "changes how a view works", "ALTER VIEW totals SET (security_barrier);",
      ["AT_SetRelOptions", "AT_ResetRelOptions"]
    ) { $0.object == "OBJECT_VIEW" || $0.object == "OBJECT_MATVIEW" },
    policy(
      "alter-role-options", "changes a role", "ALTER ROLE reader NOLOGIN;",
      ["AlterRoleStmt", "AlterRoleSetStmt"]
    ) { _ in true },
    policy(
      "alter-database-options", "changes the database", "ALTER DATABASE shop SET work_mem = '8MB';",
      ["AlterDatabaseStmt", "AlterDatabaseSetStmt"]
    ) { _ in true },
    policy(
      "alter-system-options", "changes the server", "ALTER SYSTEM SET work_mem = '8MB';",
      ["AlterSystemStmt"]
    ) { _ in true },
    policy(
      "alter-extension", "updates an extension", "ALTER EXTENSION citext UPDATE;",
      ["AlterExtensionStmt"]
    ) { _ in true },
  ]

  private static let revokes = [
    "GrantStmt", "GrantRoleStmt", "AlterDefaultPrivilegesStmt", "DropRoleStmt", "DropOwnedStmt",
    "AT_ChangeOwner",
  ]

  private static func policy(
    _ word: String, _ what: String, _ sql: String, _ deeds: [String],
    isMeant: @escaping @Sendable (SQLDeed) -> Bool
  ) -> SQLRule {
    SQLRule(
      "ban-\(word)", nil, "No migration \(what).",
      reason: """
        A policy for projects that want to see each such change: off until `gate.yml` turns it on. \
        Tables that the script makes are left alone.
        """,
      rewrite: "have it looked at, and say so in a gate:ignore", good: ["SELECT 1;"], bad: [sql],
      on: deeds
    ) { deed, story in
      story.isMade(deed.table) || !isMeant(deed) ? nil : SQLProblem("this \(what)")
    }
  }
}
