/// Why a script cannot run inside one transaction.
package struct TransactionObstacle: Sendable, Hashable {
  /// The statement's number in the script, from 0.
  package var statement: Int
  /// What stands against it.
  package var kind: Kind
  /// Which, in SQL's words: `CREATE INDEX CONCURRENTLY`.
  package var what: String

  /// What may stand against a transaction.
  package enum Kind: Sendable, Hashable {
    /// Postgres refuses the statement inside a transaction block.
    case refused
    /// The script begins or ends transactions itself.
    case ownTransaction
    /// The value of an enum is used in the transaction that adds it.
    case newEnumValue
  }
}

extension SQLScript {
  /// In the order of the statements. Source: PostgreSQL 15, the callers of `PreventInTransactionBlock`.
  ///
  /// What only the database knows is not seen: whether a table is partitioned, what a called
  /// procedure does, whether a subscription has a slot.
  package var obstaclesToTransaction: [TransactionObstacle] {
    var obstacles: [TransactionObstacle] = []
    var created: Set<String> = []
    // The types by the values that were added to them.
    var added: [String: String] = [:]
    for (number, statement) in statements.enumerated() {
      if !added.isEmpty, let value = texts(in: statement).first(where: { added[$0] != nil }) {
        let what = "'\(value)' of \(added[value] ?? "")"
        obstacles.append(
          TransactionObstacle(statement: number, kind: .newEnumValue, what: what))
      }
      if let obstacle = obstacle(statement) {
        obstacles.append(
          TransactionObstacle(statement: number, kind: obstacle.kind, what: obstacle.what))
      }
      switch statement.kind {
      case "CreateEnumStmt": created.insert(statement.node["typeName"].qualifiedName)
      case "AlterEnumStmt":
        let type = statement.node["typeName"].qualifiedName
        // In the transaction that made the type, its new values may be used at once.
        if let value = statement.node["newVal"].text, !statement.node["oldVal"].exists,
          !created.contains(type)
        {
          added[value] = type
        }
      default: break
      }
    }
    return obstacles
  }

  /// Whether nothing is known that stands against one transaction around all of it.
  package var canRunInTransaction: Bool { obstaclesToTransaction.isEmpty }

  private func obstacle(
    _ statement: SQLStatement
  ) -> (kind: TransactionObstacle.Kind, what: String)? {
    if let what = statement.transactionControl { return (.ownTransaction, what) }
    if let what = statement.refusedInTransaction { return (.refused, what) }
    guard statement.kind == "DoStmt" else { return nil }
    let inner = bodies(of: statement).flatMap(\.scripts).flatMap(\.statements)
    return inner.lazy.compactMap(\.transactionControl).first.map {
      (.ownTransaction, "\($0) in DO")
    }
  }

  /// The constant texts that a statement reads when it runs: what stands in a function is read later.
  private func texts(in statement: SQLStatement) -> [String] {
    switch statement.kind {
    case "CreateFunctionStmt", "AlterEnumStmt": []
    case "DoStmt":
      strings(in: statement.node["args"].definition("as")["sval"].text ?? "")
    default: statement.node.all("A_Const").compactMap { $0["sval"]["sval"].text }
    }
  }

  /// The texts in quotes in a body of any language; those with quotes inside are left out.
  private func strings(in body: String) -> [String] {
    let bytes = Array(body.utf8)
    return SQLScanner(bytes).compactMap { token in
      guard token.kind == .string, token.range.count > 1 else { return nil }
      return String(decoding: bytes[token.range].dropFirst().dropLast(), as: UTF8.self)
    }
  }
}

extension SQLStatement {
  /// BEGIN, COMMIT and their like, which end or begin a transaction; savepoints do neither.
  package var transactionControl: String? {
    guard kind == "TransactionStmt" else { return nil }
    switch node["kind"].text {
    case "TRANS_STMT_BEGIN", "TRANS_STMT_START": return "BEGIN"
    case "TRANS_STMT_COMMIT": return "COMMIT"
    case "TRANS_STMT_ROLLBACK": return "ROLLBACK"
    case "TRANS_STMT_PREPARE": return "PREPARE TRANSACTION"
    case "TRANS_STMT_COMMIT_PREPARED": return "COMMIT PREPARED"
    case "TRANS_STMT_ROLLBACK_PREPARED": return "ROLLBACK PREPARED"
    default: return nil
    }
  }

  /// What Postgres refuses inside a transaction block, in SQL's words.
  package var refusedInTransaction: String? {
    switch kind {
    case "IndexStmt": node["concurrent"].bool ? "CREATE INDEX CONCURRENTLY" : nil
    case "DropStmt": node["concurrent"].bool ? "DROP INDEX CONCURRENTLY" : nil
    case "ReindexStmt": refusedReindex
    case "VacuumStmt": node["is_vacuumcmd"].bool ? "VACUUM" : nil
    case "ClusterStmt": node["relation"].exists ? nil : "CLUSTER of all tables"
    case "CreatedbStmt": "CREATE DATABASE"
    case "DropdbStmt": "DROP DATABASE"
    case "AlterDatabaseStmt":
      node["options"].option("tablespace") == nil ? nil : "ALTER DATABASE SET TABLESPACE"
    case "CreateTableSpaceStmt": "CREATE TABLESPACE"
    case "DropTableSpaceStmt": "DROP TABLESPACE"
    case "AlterSystemStmt": "ALTER SYSTEM"
    case "DiscardStmt": node["target"].holds("DISCARD_ALL") ? "DISCARD ALL" : nil
    case "CreateSubscriptionStmt":
      node["options"].option("create_slot") == false || node["options"].option("connect") == false
        ? nil : "CREATE SUBSCRIPTION that makes a slot"
    case "DropSubscriptionStmt": "DROP SUBSCRIPTION"
    case "AlterSubscriptionStmt": refusedSubscription
    case "AlterTableStmt":
      node["cmds"].children.contains {
        $0["subtype"].holds("AT_DetachPartition") && $0["def"]["concurrent"].bool
      } ? "ALTER TABLE DETACH PARTITION CONCURRENTLY" : nil
    default: nil
    }
  }

  private var refusedReindex: String? {
    if node["params"].option("concurrently") == true { return "REINDEX CONCURRENTLY" }
    switch node["kind"].text {
    case "REINDEX_OBJECT_SCHEMA": return "REINDEX SCHEMA"
    case "REINDEX_OBJECT_SYSTEM": return "REINDEX SYSTEM"
    case "REINDEX_OBJECT_DATABASE": return "REINDEX DATABASE"
    default: return nil
    }
  }

  private var refusedSubscription: String? {
    switch node["kind"].text {
    case "ALTER_SUBSCRIPTION_REFRESH": "ALTER SUBSCRIPTION REFRESH"
    case "ALTER_SUBSCRIPTION_SET_PUBLICATION", "ALTER_SUBSCRIPTION_ADD_PUBLICATION",
      "ALTER_SUBSCRIPTION_DROP_PUBLICATION":
      node["options"].option("refresh") == false ? nil : "ALTER SUBSCRIPTION that refreshes"
    default: nil
    }
  }
}

extension SQLNode {
  /// A Boolean option in a list of `DefElem`: nil where it is not in it, true where it has no value.
  package func option(_ name: StaticString) -> Bool? {
    guard let option = children.first(where: { $0["defname"].holds(name) }) else { return nil }
    let value = option["arg"]
    if value.isA("Boolean") { return value["boolval"].bool }
    if value.isA("Integer") { return value["ival"].int != 0 }
    // A keyword that is not reserved, like OFF, is read as the name of a type.
    let word = value["sval"].text ?? value["names"][0]["sval"].text ?? "true"
    return !["false", "off", "no"].contains(word.lowercased())
  }

  /// A name in parts, as a list of strings: `a.b`.
  package var qualifiedName: String {
    children.compactMap { $0["sval"].text }.joined(separator: ".")
  }
}
