internal import PgQuery

/// An object that a script makes.
enum SQLMade: Hashable, Sendable {
  /// A table, a view, a sequence, an index: their names share one space.
  case relation(SQLName)
  case function(SQLName)
  /// A type or a domain.
  case type(SQLName)
  /// A schema, an extension, a database: what has no schema.
  case named(String)
  /// A column, a constraint, a trigger, a policy of a table.
  case part(of: SQLName, String)
}

extension SQLDeed {
  /// What the deed makes. `IF NOT EXISTS` and `OR REPLACE` count: what was there before is not known.
  var makes: [SQLMade] {
    let made: [SQLMade?] =
      switch key {
      case "CreateStmt", "CreateForeignTableStmt", "CreateTableAsStmt":
        [table.map { .relation($0) }]
      case "ViewStmt": [SQLName(node["view"]).map { .relation($0) }]
      case "CreateSeqStmt": [SQLName(node["sequence"]).map { .relation($0) }]
      case "SelectStmt": [SQLName(node["intoClause"]["rel"]).map { .relation($0) }]
      case "IndexStmt": [node["idxname"].text.map { .relation(SQLName(schema: nil, $0)) }]
      case "CreateFunctionStmt": [SQLName(parts: node["funcname"]).map { .function($0) }]
      case "CreateEnumStmt", "CreateRangeStmt": [SQLName(parts: node["typeName"]).map { .type($0) }]
      case "CompositeTypeStmt": [SQLName(node["typevar"]).map { .type($0) }]
      case "CreateDomainStmt": [SQLName(parts: node["domainname"]).map { .type($0) }]
      case "DefineStmt": [SQLName(parts: node["defnames"]).map { .type($0) }]
      case "CreateSchemaStmt": [node["schemaname"].text.map { .named($0) }]
      case "CreateExtensionStmt": [node["extname"].text.map { .named($0) }]
      case "CreatedbStmt": [node["dbname"].text.map { .named($0) }]
      case "CreateTrigStmt": [part(node["trigname"].text)]
      case "CreatePolicyStmt":
        [
          SQLName(node["table"]).flatMap { table in
            node["policy_name"].text.map { .part(of: table, $0) }
          }
        ]
      case "AT_AddColumn": [part(column)]
      case let key where key.hasPrefix("CONSTR_"): [self.made]
      default: []
      }
    return made.compactMap { $0 }
  }

  /// The constraint that it is, where it has a name.
  var made: SQLMade? { part(node["conname"].text) }

  /// A part of the deed's table.
  func part(_ name: String?) -> SQLMade? {
    table.flatMap { table in name.map { .part(of: table, $0) } }
  }

  /// The first column of a constraint: in its list, or the one it stands at.
  func firstColumn(_ list: StaticString) -> SQLMade? { part(node[list][0]["sval"].text ?? column) }

  /// The first column of an index over all rows.
  var firstIndexColumn: SQLMade? {
    node["whereClause"].exists ? nil : part(node["indexParams"][0]["name"].text)
  }

  /// The column of `CHECK (c IS NOT NULL)`.
  var columnThatIsNotNull: SQLMade? {
    let test = node["raw_expr"]
    guard test.isA("NullTest"), test["nulltesttype"].holds("IS_NOT_NULL") else { return nil }
    return part(test["arg"]["fields"][0]["sval"].text)
  }
}
