internal import GateModel
internal import PgQuery

extension SQLRule {
  /// What is dropped from a table that stays.
  static let droppedParts: [SQLRule] = [
    part(
      "column", "AT_DropColumn", "No column is dropped that may still be in use.",
      "The values are gone, and the code that runs until the next release still names the column: even "
        + "`SELECT *` of a prepared statement fails.",
      "running code may still use the column", "ALTER TABLE orders DROP COLUMN note;",
      rewrite: "stop using it in one release, drop it in the next, and say so in a gate:ignore"),
    part(
      "constraint", "AT_DropConstraint", "No constraint is dropped.",
      "What it kept true is kept no longer, and nothing says when it stops being true. One of a name "
        + "that the same script adds again is replaced, and no hazard. Dropping a foreign key locks "
        + "both tables.",
      "nothing keeps true any more what this constraint did:",
      "ALTER TABLE orders DROP CONSTRAINT total;",
      rewrite: "make sure that the code keeps it true, and say so in a gate:ignore"),
    part(
      "not-null", "AT_DropNotNull", "No column becomes nullable unseen.",
      "Code that reads the column has never met a null in it.",
      "running code has never read a null from",
      "ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;",
      rewrite: "teach the code that reads it first, and say so in a gate:ignore"),
    part(
      "default", "AT_ColumnDefault", "No default is dropped that INSERTs may rely on.",
      "INSERTs that leave the column out store null from now on, or fail.",
      "INSERTs may rely on the default of", "ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;",
      rewrite: "have every INSERT name the column first, and say so in a gate:ignore"),
    part(
      "generated-expression", "AT_DropExpression", "No generated column stops being one.",
      "INSERTs and UPDATEs that relied on it leave it null or old from now on.",
      "nothing computes any more", "ALTER TABLE orders ALTER COLUMN total DROP EXPRESSION;",
      rewrite: "have the code write the column first, and say so in a gate:ignore"),
  ]

  private static func part(
    _ word: String, _ deed: String, _ summary: String, _ reason: String, _ message: String,
    _ sql: String, rewrite: String
  ) -> SQLRule {
    SQLRule(
      "ban-drop-\(word)", .warning, summary, reason: reason, rewrite: rewrite,
      good: ["CREATE TABLE orders (note text, total bigint);\n\(sql)"], bad: [sql],
      on: [deed, "AlterDomainStmt"]
    ) { deed, story in
      let name: String
      if deed.key == "AlterDomainStmt" {
        guard deed.node["subtype"].text.flatMap({ domainDrops[$0] }) == word,
          word != "default" || !deed.node["def"].exists,
          let domain = SQLName(parts: deed.node["typeName"]),
          !story.made.contains(.type(domain))
        else { return nil }
        name = deed.node["name"].text ?? domain.description
      } else {
        // SET DEFAULT has one.
        guard !story.isMade(deed.table), word != "default" || !deed.node["def"].exists,
          let column = deed.column
        else { return nil }
        let part = deed.part(column)
        let isMade = part.map { story.made.contains($0) } ?? false
        let isReplaced = word == "constraint" && part.map { story.makes.contains($0) } ?? false
        if isMade || isReplaced { return nil }
        name = column
      }
      return SQLProblem("\(message) `\(name)`")
    }
  }
}

/// The subtypes of ALTER DOMAIN.
private let domainDrops = ["T": "default", "N": "not-null", "X": "constraint"]
