internal import PgQuery

/// One thing that a statement does: rules judge deeds, not statements, because one ALTER TABLE does
/// many things and one thing is written in many ways.
struct SQLDeed: Sendable {
  /// - `AT_…`: a command of ALTER TABLE, as in Postgres' `AlterTableType`;
  /// - `DROP OBJECT_…` and `RENAME OBJECT_…`, as in `ObjectType`;
  /// - `CONSTR_…`: a constraint, as in `ConstrType`; `column`: a definition of one, or its new type;
  /// - `end`: the script is over; else the statement's kind.
  var key: String
  /// The part of the tree that says it.
  var node: SQLNode
  var statement: SQLStatement
  /// The table, or anything like one, that it is done to.
  var table: SQLName?
  /// What is altered: `OBJECT_TABLE`, `OBJECT_VIEW`, …
  var object = ""
  var site = Site.whole
  /// The column that a constraint stands at.
  var column: String?
  /// The type of a column, without its schema.
  var type = ""
  /// Whether it is done inside the body of a DO block or a function.
  var isInBody = false
  var line: Int

  /// Where a column or a constraint comes from.
  enum Site {
    /// CREATE TABLE.
    case created
    /// ADD COLUMN.
    case column
    /// ADD CONSTRAINT, ALTER COLUMN TYPE and all that is done to what is there.
    case whole
  }
}

extension SQLDeed {
  /// The table in a message.
  var tableText: String { table.map { "`\($0)`" } ?? "the table" }
}
