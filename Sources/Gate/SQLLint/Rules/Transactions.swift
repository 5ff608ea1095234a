internal import GateModel
internal import PgQuery

extension SQLRule {
  static let transactionNesting = SQLRule(
    "transaction-nesting", .error, "A migration does not begin or end transactions.",
    reason: """
      The runner puts a migration and the note that it ran into one transaction. A COMMIT of the \
      script's own ends that one: a failure behind it leaves half a migration.
      """,
    rewrite: "take BEGIN and COMMIT out, or make two migrations",
    good: ["SAVEPOINT a;\nSELECT 1;\nRELEASE a;"],
    bad: ["BEGIN;\nSELECT 1;\nCOMMIT;", "ROLLBACK;"],
    on: ["TransactionStmt"]
  ) { deed, story in
    guard let word = deed.statement.transactionControl else { return nil }
    if word == "BEGIN" {
      // One that nothing ends has a rule of its own.
      let isLast = deed.statement.range.lowerBound == story.lastTransactionControl
      return isLast && !deed.isInBody && !story.isInTransaction
        ? nil : SQLProblem("this begins a transaction inside the migration's own")
    }
    // The end of a transaction that was told of at its beginning.
    if story.isInTransaction, !deed.isInBody { return nil }
    return SQLProblem("this \(word) ends the migration's own transaction half-way")
  }

  static let banUncommittedTransaction = SQLRule(
    "ban-uncommitted-transaction", .error, "A transaction that a script begins, it ends.",
    reason:
      "Without a COMMIT everything is rolled back when the connection closes, without an error.",
    rewrite: "take BEGIN out: the runner's transaction is enough",
    good: ["SELECT 1;"], bad: ["BEGIN;\nSELECT 1;"],
    judgement: .script { story in
      guard story.isInTransaction,
        let begin = story.script.statements.last(where: { $0.transactionControl == "BEGIN" })
      else { return [] }
      return [SQLProblem("nothing ends this transaction: its work is lost", line: begin.line)]
    })

  static let banConcurrentIndexCreationInTransaction = SQLRule(
    "ban-concurrent-index-creation-in-transaction", .error,
    "CREATE INDEX CONCURRENTLY stands outside transactions.",
    reason: "Postgres refuses it inside a transaction block, and inside DO and functions.",
    rewrite: "put it into a migration of its own, without BEGIN and without DO",
    good: ["CREATE UNLOGGED TABLE t (a bigint);\nCREATE INDEX t_a ON t (a);"],
    bad: ["DO $$ BEGIN CREATE INDEX CONCURRENTLY orders_day ON orders (day); END $$;"],
    on: ["IndexStmt"]
  ) { deed, story in
    guard story.isInTransaction || deed.isInBody, deed.statement.refusedInTransaction != nil else {
      return nil
    }
    return SQLProblem("Postgres refuses this inside a transaction")
  }

  static let refusedInTransaction = SQLRule(
    "refused-in-transaction", .error, "What Postgres refuses inside a transaction stands outside.",
    reason: """
      VACUUM, ALTER SYSTEM, DROP INDEX CONCURRENTLY, REINDEX CONCURRENTLY, CREATE DATABASE and their \
      like fail behind a BEGIN, and inside DO and functions.
      """,
    rewrite: "put it into a migration of its own, without BEGIN and without DO",
    good: ["VACUUM orders;"], bad: ["DO $$ BEGIN EXECUTE 'VACUUM orders'; END $$;"],
    on: [
      "DropStmt", "DROP OBJECT_INDEX", "ReindexStmt", "VacuumStmt", "ClusterStmt", "CreatedbStmt",
      "DropdbStmt", "AlterDatabaseStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt",
      "AlterSystemStmt", "DiscardStmt", "CreateSubscriptionStmt", "DropSubscriptionStmt",
      "AlterSubscriptionStmt", "AT_DetachPartition",
    ]
  ) { deed, story in
    guard story.isInTransaction || deed.isInBody, let what = deed.statement.refusedInTransaction
    else { return nil }
    return SQLProblem("Postgres refuses \(what) inside a transaction")
  }

  static let splitNonTransactional = SQLRule(
    "split-non-transactional", .warning,
    "What cannot run in a transaction is a migration of its own.",
    reason: """
      One statement that Postgres refuses inside a transaction takes the transaction away from all the \
      others in the file: a failure between them leaves half a migration.
      """,
    rewrite: "move it into a migration of its own",
    good: [
      "CREATE INDEX CONCURRENTLY orders_day ON orders (day);",
      "SET statement_timeout = 0;\nCREATE INDEX CONCURRENTLY orders_day ON orders (day);",
    ],
    bad: [
      "CREATE TABLE IF NOT EXISTS days (day date);\nCREATE INDEX CONCURRENTLY orders_day ON orders (day);"
    ],
    judgement: .script { story in
      let refused = story.obstacles.filter { $0.kind == .refused }
      let numbers = Set(refused.map(\.statement))
      let others = story.script.statements.enumerated().filter { number, statement in
        !numbers.contains(number)
          && !["VariableSetStmt", "TransactionStmt", "SelectStmt", "CommentStmt"].contains(
            statement.kind)
      }
      guard let first = refused.first, !others.isEmpty else { return [] }
      let line = story.script.statements[first.statement].line
      return [
        SQLProblem(
          "\(first.what) takes the transaction away from the rest of this file", line: line)
      ]
    })

  static let newEnumValueUsed = SQLRule(
    "new-enum-value-used", .warning,
    "A new value of an enum is used in a later migration than the one that adds it.",
    reason: """
      Postgres refuses to use a value in the transaction that adds it ("unsafe use of new value"): the \
      whole file has to run without one.
      """,
    rewrite: "use it in the next migration",
    good: [
      "CREATE TYPE mood AS ENUM ('ok');\nALTER TYPE mood ADD VALUE 'sad' AFTER 'ok';\nSELECT 'sad';"
    ],
    bad: [
      "ALTER TYPE mood ADD VALUE 'sad' AFTER 'ok';\nUPDATE users SET mood = 'sad' WHERE id = 1;"
    ],
    judgement: .script { story in
      story.obstacles.filter { $0.kind == .newEnumValue }.map {
        SQLProblem(
          "\($0.what) is used before the transaction that adds it has ended",
          line: story.script.statements[$0.statement].line)
      }
    })
}
