/// The names that a plan may set levels of and waive. Here, because this module does not see the rules: a
/// test compares both.
package enum RuleNames {
  /// The built-in rules, in the order of reports.
  package static let all = [
    "lane-scope", "plan-protected", "region-markers", "unowned-path", "new-module-needs-test",
    "no-compat-alias", "description", "regression-checklist", "excluded-scope", "change-size",
    "waiver", "agent-at-rest",
  ]

  /// What the files of migrations are held to, and what a database says of them.
  package static let migrations = [
    "migration-edited", "migration-deleted", "migration-renamed", "migration-order",
    "migration-taken", "migration-duplicate", "migration-gap", "migration-name",
    "migration-format",
    "migration-unreadable", "migration-sections", "migration-up-missing",
    "migration-up-empty", "migration-down-missing", "migration-down-empty",
    "migration-unjudged", "migration-up-fails", "migration-down-fails",
    "migration-down-differs", "migration-down-idle", "migration-column-order",
    "migration-name-differs", "migration-again-fails", "migration-again-differs",
    "migration-rewrites", "migration-scans", "migration-unseen", "migration-data-fails",
    "migration-rows-lost",
    "migration-values-changed", "migration-data-file", "migration-unseeded",
    "migration-commute",
  ]

  /// What frozen interfaces are held to.
  package static let contracts = ["frozen-schema", "frozen-api", "frozen-signatures"]

  /// What a wave as a whole is held to.
  package static let waves = ["wave-order", "empty-lane"]

  /// The lint of migrations.
  package static let sql = [
    "require-concurrent-index-creation", "require-concurrent-index-deletion",
    "require-concurrent-reindex", "require-concurrent-partition-detach",
    "require-concurrent-refresh", "constraint-missing-not-valid",
    "adding-foreign-key-constraint", "validate-in-same-transaction",
    "disallowed-unique-constraint", "adding-unique-index", "adding-serial-primary-key-field",
    "adding-exclusion-constraint", "adding-field-with-default", "adding-required-field",
    "adding-not-nullable-field", "changing-column-type", "rewriting-table",
    "ban-alter-identity", "renaming-column", "renaming-table", "renaming-object",
    "ban-set-schema", "ban-drop-column", "ban-drop-constraint", "ban-drop-not-null",
    "ban-drop-default", "ban-drop-generated-expression", "ban-drop-table", "ban-drop-view",
    "ban-drop-function", "ban-drop-type", "ban-drop-schema", "ban-drop-sequence",
    "ban-drop-domain", "ban-drop-extension", "ban-drop-index", "ban-drop-trigger",
    "ban-drop-policy", "ban-drop-database", "ban-truncate", "ban-truncate-cascade",
    "missing-where", "ban-duplicate-column-assignments", "prefer-repack",
    "transaction-nesting", "ban-uncommitted-transaction",
    "ban-concurrent-index-creation-in-transaction", "refused-in-transaction",
    "split-non-transactional", "new-enum-value-used", "set-without-local",
    "ban-alter-domain-with-add-constraint", "identifier-too-long", "unused-ignore",
    "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-text-field",
    "ban-char-field", "prefer-timestamp-tz", "prefer-identity", "prefer-jsonb",
    "prefer-robust-stmts", "ban-create-domain-with-constraint", "require-enum-value-ordering",
    "foreign-key-without-index", "combine-alter-table", "require-lock-timeout",
    "require-statement-timeout", "require-table-schema", "column-alignment", "ban-add-column",
    "ban-add-composite-attribute", "ban-add-enum-value", "ban-set-default",
    "ban-new-write-restriction", "ban-detach-inheritance", "ban-disable-trigger",
    "ban-alter-row-level-security", "ban-replica-identity", "ban-create-policy",
    "ban-alter-policy-condition", "ban-alter-policy-roles", "ban-revoke",
    "ban-replace-view-function", "ban-alter-sequence-values", "ban-alter-function-options",
    "ban-alter-view-options", "ban-alter-role-options", "ban-alter-database-options",
    "ban-alter-system-options", "ban-alter-extension",
  ]
}
