internal import GateModel
internal import PgQuery

extension SQLRule {
  /// Types that a new column is better without: style, counted and never in the way.
  static let types: [SQLRule] = [
    type(
      "prefer-bigint-over-int", "A column of whole numbers is a bigint.",
      "An int is full after two thousand million rows, and making it wider rewrites the table.",
      "use bigint", good: "id bigint", bad: "id int", "an `int` is full at 2147483647"
    ) { ["int4", "serial", "serial4"].contains($0.type) },
    type(
      "prefer-bigint-over-smallint", "A column of whole numbers is not a smallint.",
      "A smallint ends at 32767; beside other columns its alignment often saves nothing.",
      "use bigint", good: "n bigint", bad: "n smallint", "a `smallint` is full at 32767"
    ) { ["int2", "smallserial", "serial2"].contains($0.type) },
    type(
      "prefer-text-field", "A text has no length in its type.",
      "Making `varchar(n)` shorter rewrites the table, and `text` is as fast. A CHECK of the length is "
        + "changed without a rewrite.",
      "use text, with a CHECK (length(…) <= n) where the length matters", good: "name text",
      bad: "name varchar(80)", "the length of a `varchar(n)` is hard to change"
    ) { $0.type == "varchar" && $0.node["typeName"].hasModifier },
    type(
      "ban-char-field", "No column is a char(n).",
      "It pads with blanks that comparisons then ignore, and saves nothing.", "use text",
      good: "code text", bad: "code char(3)", "`char(n)` pads every value with blanks"
    ) { ["bpchar", "char"].contains($0.type) },
    type(
      "prefer-timestamp-tz", "A moment is stored as timestamptz.",
      "A `timestamp` says what a clock showed and not where: two servers read two moments.",
      "use timestamptz", good: "made timestamptz", bad: "made timestamp",
      "a `timestamp` does not say of which time zone"
    ) { $0.type == "timestamp" },
    type(
      "prefer-identity", "A number that counts up is an identity column.",
      "A serial column's sequence has permissions and an owner of its own, and any INSERT may set the "
        + "column without a word.",
      "use bigint GENERATED ALWAYS AS IDENTITY", good: "id bigint GENERATED ALWAYS AS IDENTITY",
      bad: "id bigserial", "a serial column's sequence is an object of its own"
    ) { $0.node["typeName"].isSerial },
    type(
      "prefer-jsonb", "A JSON document is stored as jsonb.",
      "`json` keeps the text: it has no equality, so DISTINCT and GROUP BY of the whole row fail, and it "
        + "cannot be indexed.",
      "use jsonb", good: "body jsonb", bad: "body json", "`json` has no equality and no index"
    ) { $0.type == "json" },
  ]

  private static func type(
    _ name: String, _ summary: String, _ reason: String, _ rewrite: String, good: String,
    bad: String,
    _ message: String, isMeant: @escaping @Sendable (SQLDeed) -> Bool
  ) -> SQLRule {
    SQLRule(
      name, .note, summary, reason: reason, rewrite: rewrite, good: ["CREATE TABLE t (\(good));"],
      bad: ["CREATE TABLE t (\(bad));"], on: ["column"]
    ) { deed, _ in
      guard deed.object != "OBJECT_TYPE", isMeant(deed) else { return nil }
      return SQLProblem("`\(deed.column ?? "")` of \(deed.tableText): \(message)")
    }
  }
}
