internal import GateModel
internal import PgQuery

extension SQLRule {
  static let requireConcurrentIndexCreation = SQLRule(
    "require-concurrent-index-creation", .warning,
    "An index on a table that is in use is built CONCURRENTLY.",
    reason: """
      CREATE INDEX holds a SHARE lock on the table until the index is built: reads go on, every write \
      waits. CONCURRENTLY takes longer and lets writes through. It cannot run inside a transaction, so \
      it belongs into a migration of its own. A partitioned table takes none: create the index on \
      each partition concurrently, then `CREATE INDEX … ON ONLY` the parent and attach.
      """,
    rewrite: "use CREATE INDEX CONCURRENTLY in a migration of its own",
    good: [
      "CREATE INDEX CONCURRENTLY orders_day ON orders (day);",
      "CREATE TABLE orders (day date);\nCREATE INDEX orders_day ON orders (day);",
    ],
    bad: ["CREATE INDEX orders_day ON orders (day);"], on: ["IndexStmt"]
  ) { deed, story in
    guard !deed.node["concurrent"].bool, !story.isMade(deed.table) else { return nil }
    return SQLProblem("every write to \(deed.tableText) waits until this index is built")
  }

  static let addingUniqueIndex = SQLRule(
    "adding-unique-index", .warning,
    "A unique index on a table with rows may find two that are equal.",
    reason: """
      A table that has no unique index yet may hold duplicates, and then the migration fails, built \
      concurrently or not; what was written with duplicates until now fails afterwards.
      """,
    rewrite: "look for duplicates first, in the migration itself or before it",
    good: ["CREATE TABLE users (name text);\nCREATE UNIQUE INDEX users_name ON users (name);"],
    bad: ["CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);"], on: ["IndexStmt"]
  ) { deed, story in
    guard deed.node["unique"].bool, !story.isMade(deed.table) else { return nil }
    return SQLProblem("this fails where rows of \(deed.tableText) repeat")
  }

  static let requireConcurrentIndexDeletion = SQLRule(
    "require-concurrent-index-deletion", .warning, "An index is dropped CONCURRENTLY.",
    reason: """
      DROP INDEX takes an ACCESS EXCLUSIVE lock on the table: it waits for every query that runs, and \
      every later query waits behind it.
      """,
    rewrite: "use DROP INDEX CONCURRENTLY in a migration of its own",
    good: ["DROP INDEX CONCURRENTLY orders_day;"], bad: ["DROP INDEX orders_day;"],
    on: ["DROP OBJECT_INDEX"]
  ) { deed, story in
    guard !deed.node["concurrent"].bool else { return nil }
    let names = deed.dropped.filter { !story.made.contains(.relation($0.withoutSchema)) }
    guard let name = names.first else { return nil }
    return SQLProblem(
      "dropping `\(name)` waits for every query on its table and stops all later ones")
  }

  static let requireConcurrentReindex = SQLRule(
    "require-concurrent-reindex", .warning, "An index is rebuilt CONCURRENTLY.",
    reason: """
      REINDEX stops writes to the table, and also the reads that would use the index, until it is done.
      """,
    rewrite: "use REINDEX … CONCURRENTLY in a migration of its own",
    good: ["REINDEX TABLE CONCURRENTLY orders;"], bad: ["REINDEX TABLE orders;"],
    on: ["ReindexStmt"]
  ) { deed, story in
    guard deed.node["params"].option("concurrently") != true, !story.isMade(deed.table) else {
      return nil
    }
    return SQLProblem("every write to \(deed.tableText) waits until its indexes are rebuilt")
  }

  static let requireConcurrentPartitionDetach = SQLRule(
    "require-concurrent-partition-detach", .warning, "A partition is detached CONCURRENTLY.",
    reason:
      "DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the parent: no partition can be read.",
    rewrite: "use DETACH PARTITION … CONCURRENTLY in a migration of its own",
    good: ["ALTER TABLE events DETACH PARTITION events_2020 CONCURRENTLY;"],
    bad: ["ALTER TABLE events DETACH PARTITION events_2020;"], on: ["AT_DetachPartition"]
  ) { deed, story in
    guard !deed.node["def"]["concurrent"].bool, !story.isMade(deed.table) else { return nil }
    return SQLProblem("nobody reads any partition of \(deed.tableText) while this waits or runs")
  }

  static let requireConcurrentRefresh = SQLRule(
    "require-concurrent-refresh", .warning, "A materialized view is refreshed CONCURRENTLY.",
    reason: """
      REFRESH MATERIALIZED VIEW takes an ACCESS EXCLUSIVE lock for as long as the query runs. With \
      CONCURRENTLY the old rows can be read meanwhile; it needs a unique index over all rows.
      """,
    rewrite: "use REFRESH MATERIALIZED VIEW CONCURRENTLY",
    good: ["REFRESH MATERIALIZED VIEW CONCURRENTLY totals;"],
    bad: ["REFRESH MATERIALIZED VIEW totals;"], on: ["RefreshMatViewStmt"]
  ) { deed, story in
    guard !deed.node["concurrent"].bool, !deed.node["skipData"].bool, !story.isMade(deed.table)
    else { return nil }
    return SQLProblem("nobody reads \(deed.tableText) until its query has run again")
  }
}
