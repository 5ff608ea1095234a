internal import GateModel
internal import PgQuery

extension SQLRule {
  static let constraintMissingNotValid = SQLRule(
    "constraint-missing-not-valid", .warning,
    "A CHECK on a table that is in use is added NOT VALID and validated later.",
    reason: """
      ADD CONSTRAINT … CHECK reads every row under an ACCESS EXCLUSIVE lock. With NOT VALID it holds \
      for new rows at once; VALIDATE CONSTRAINT, in a later migration, reads the old ones under a lock \
      that lets reads and writes through.
      """,
    rewrite: "add it NOT VALID, and VALIDATE CONSTRAINT in a later migration",
    good: [
      "ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;",
      "CREATE TABLE orders (total bigint);\nALTER TABLE orders ADD CHECK (total > 0);",
    ],
    bad: ["ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0);"],
    on: ["CONSTR_CHECK"]
  ) { deed, story in
    guard deed.site != .created, deed.key == "CONSTR_CHECK", !deed.node["skip_validation"].bool,
      !story.isMade(deed.table)
    else { return nil }
    return SQLProblem("nobody uses \(deed.tableText) while every row is read for this constraint")
  }

  static let addingForeignKeyConstraint = SQLRule(
    "adding-foreign-key-constraint", .warning,
    "A foreign key on a table that is in use is added NOT VALID and validated later.",
    reason: """
      ADD FOREIGN KEY reads both tables and stops writes to both meanwhile. With NOT VALID it is brief; \
      VALIDATE CONSTRAINT, in a later migration, reads the old rows and lets writes through.
      """,
    rewrite: "add it NOT VALID, and VALIDATE CONSTRAINT in a later migration",
    good: [
      "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users NOT VALID;",
      "CREATE TABLE orders (user_id bigint PRIMARY KEY);\n"
        + "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;",
    ],
    bad: ["ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users;"],
    on: ["CONSTR_FOREIGN", "AT_AddColumn"]
  ) { deed, story in
    guard !story.isMade(deed.table) else { return nil }
    let other: SQLNode
    if deed.key == "CONSTR_FOREIGN" {
      guard deed.site == .whole, !deed.node["skip_validation"].bool else { return nil }
      other = deed.node["pktable"]
    } else {
      // A new column without values has nothing to look up: only a default makes it read both tables.
      let constraints = deed.node["def"]["constraints"].children.map { $0 }
      guard let key = constraints.first(where: { $0["contype"].holds("CONSTR_FOREIGN") }),
        constraints.contains(where: { $0["contype"].holds("CONSTR_DEFAULT") })
      else { return nil }
      other = key["pktable"]
    }
    let name = SQLName(other).map { "`\($0)`" } ?? "the other table"
    return SQLProblem(
      "writes to \(deed.tableText) and \(name) wait until both are read for this key")
  }

  static let validateInSameTransaction = SQLRule(
    "validate-in-same-transaction", .warning,
    "A constraint is validated in another transaction than the one that adds it NOT VALID.",
    reason: """
      The lock of ADD CONSTRAINT is held to the end of its transaction. VALIDATE in the same one reads \
      all rows under that lock, as if NOT VALID had not been said.
      """,
    rewrite: "move VALIDATE CONSTRAINT into the next migration",
    good: ["ALTER TABLE orders VALIDATE CONSTRAINT total_positive;"],
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;\n"
        + "ALTER TABLE orders VALIDATE CONSTRAINT total_positive;"
    ],
    on: ["AT_ValidateConstraint"]
  ) { deed, story in
    guard story.isOneTransaction, !story.isMade(deed.table),
      let constraint = deed.part(deed.node["name"].text), story.unvalidated.contains(constraint)
    else { return nil }
    return SQLProblem("the lock that added this constraint is still held while every row is read")
  }

  static let disallowedUniqueConstraint = SQLRule(
    "disallowed-unique-constraint", .warning,
    "A unique constraint on a table that is in use is made from an index that is there.",
    reason: """
      ADD UNIQUE builds its index under an ACCESS EXCLUSIVE lock. An index that was built concurrently \
      before becomes the constraint in no time.
      """,
    rewrite: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … UNIQUE USING INDEX",
    good: ["ALTER TABLE users ADD CONSTRAINT users_name UNIQUE USING INDEX users_name_unique;"],
    bad: ["ALTER TABLE users ADD CONSTRAINT users_name UNIQUE (name);"], on: ["CONSTR_UNIQUE"]
  ) { deed, story in
    guard deed.site != .created, deed.node["indexname"].text == nil, !story.isMade(deed.table)
    else {
      return nil
    }
    return SQLProblem("nobody uses \(deed.tableText) until the index of this constraint is built")
  }

  static let addingSerialPrimaryKeyField = SQLRule(
    "adding-serial-primary-key-field", .warning,
    "A primary key of a table that is in use is made from an index that is there.",
    reason: """
      ADD PRIMARY KEY builds its index, and reads all rows for nulls, under an ACCESS EXCLUSIVE lock; \
      a new serial column rewrites the table besides.
      """,
    rewrite:
      "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … PRIMARY KEY USING INDEX",
    good: ["ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id;"],
    bad: ["ALTER TABLE users ADD PRIMARY KEY (id);"], on: ["CONSTR_PRIMARY"]
  ) { deed, story in
    guard deed.site != .created, deed.node["indexname"].text == nil, !story.isMade(deed.table)
    else {
      return nil
    }
    return SQLProblem("nobody uses \(deed.tableText) until the index of its primary key is built")
  }

  static let addingExclusionConstraint = SQLRule(
    "adding-exclusion-constraint", .warning,
    "An exclusion constraint is part of its table from the beginning.",
    reason: """
      ADD EXCLUDE builds its index and reads all rows under an ACCESS EXCLUSIVE lock, and there is \
      neither NOT VALID nor USING INDEX for it.
      """,
    rewrite: "make a new table with it and move the rows, or plan a window without use",
    good: ["CREATE TABLE bookings (room bigint, EXCLUDE USING gist (room WITH =));"],
    bad: ["ALTER TABLE bookings ADD CONSTRAINT one EXCLUDE USING gist (room WITH =);"],
    on: ["CONSTR_EXCLUSION"]
  ) { deed, story in
    guard deed.site != .created, !story.isMade(deed.table) else { return nil }
    return SQLProblem("nobody uses \(deed.tableText) until the index of this constraint is built")
  }

  static let foreignKeyWithoutIndex = SQLRule(
    "foreign-key-without-index", .note, "The column of a new foreign key has an index.",
    reason: """
      Deleting a row of the other table, or changing its key, looks for the rows that point to it: \
      without an index that reads this table from end to end, once for each row. Looked for are \
      columns and tables that the script makes, and indexes, keys and unique constraints that begin \
      with the column.
      """,
    rewrite: "create an index that begins with the column, in the same script",
    good: [
      "CREATE TABLE orders (id bigint, user_id bigint REFERENCES users);\n"
        + "CREATE INDEX orders_user ON orders (user_id);",
      "CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users);",
    ],
    bad: ["CREATE TABLE orders (id bigint, user_id bigint REFERENCES users);"],
    judgement: .script { story in
      story.references.filter { !story.indexed.contains($0.column) }.map { reference in
        guard case .part(let table, let column) = reference.column else { return SQLProblem("") }
        return SQLProblem(
          "no index of this script begins with `\(column)` of `\(table)`", line: reference.line)
      }
    })
}
