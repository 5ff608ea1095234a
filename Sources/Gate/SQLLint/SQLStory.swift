internal import PgQuery

/// What a script did so far. What it made itself is no hazard: no row is in it and nobody uses it.
struct SQLStory {
  /// Everything that the script makes, also further down: what is dropped and made again is replaced.
  /// Empty where it drops and renames nothing.
  private(set) var makes: Set<SQLMade>
  private(set) var made: Set<SQLMade> = []
  /// Constraints that were added without a look at the rows that are there.
  private(set) var unvalidated: Set<SQLMade> = []
  /// Columns of which a valid CHECK says that they are not null.
  private(set) var neverNull: Set<SQLMade> = []
  /// The columns of those that are added without a look at the rows.
  private var notNullChecks: [SQLMade: SQLMade] = [:]
  /// The settings that the script takes back further down.
  let resets: Set<String>
  /// Tables that were altered, and where the statement begins that did it first.
  private(set) var altered: [SQLName: Int] = [:]
  /// Foreign keys of this script with the first column of each and a line.
  private(set) var references: [(column: SQLMade, line: Int)] = []
  /// The first columns of the indexes, keys and unique constraints of this script.
  private(set) var indexed: Set<SQLMade> = []
  private(set) var isInTransaction = false
  /// Where the last statement begins that begins or ends a transaction.
  let lastTransactionControl: Int?

  let script: SQLScript
  let obstacles: [TransactionObstacle]
  /// Whether the runner can put all of it into one transaction.
  var isOneTransaction: Bool { obstacles.isEmpty || isInTransaction }

  init(_ script: SQLScript, _ deeds: [[SQLDeed]]) {
    self.script = script
    obstacles = script.obstaclesToTransaction
    lastTransactionControl =
      script.statements.last { $0.transactionControl != nil }?.range.lowerBound
    resets = Set(
      script.statements.lazy.filter { $0.node["kind"].holds("VAR_RESET") }
        .compactMap { $0.node["name"].text })
    let replaces = deeds.lazy.joined().contains {
      $0.key == "AT_DropConstraint" || $0.key.hasPrefix("DROP ") || $0.key.hasPrefix("RENAME ")
    }
    makes = !replaces ? [] : Set(deeds.lazy.joined().flatMap(\.makes))
  }

  func isMade(_ table: SQLName?) -> Bool { table.map { made.contains(.relation($0)) } ?? false }

  mutating func take(_ deed: SQLDeed) {
    made.formUnion(deed.makes)
    switch deed.key {
    case "TransactionStmt":
      switch deed.statement.transactionControl {
      case "BEGIN": isInTransaction = true
      case nil: break
      default: isInTransaction = false
      }
    case "RENAME OBJECT_TABLE":
      if isMade(deed.table), let name = deed.node["newname"].text {
        made.insert(.relation(SQLName(schema: nil, name)))
      }
    case "AT_ValidateConstraint":
      if let column = deed.part(deed.node["name"].text).flatMap({ notNullChecks[$0] }) {
        neverNull.insert(column)
      }
    case "IndexStmt": deed.firstIndexColumn.map { _ = indexed.insert($0) }
    case "CONSTR_PRIMARY", "CONSTR_UNIQUE": deed.firstColumn("keys").map { _ = indexed.insert($0) }
    case "CONSTR_FOREIGN":
      if deed.node["skip_validation"].bool { deed.made.map { _ = unvalidated.insert($0) } }
      if isMade(deed.table) || deed.site == .column, let column = deed.firstColumn("fk_attrs") {
        references.append((column, deed.line))
      }
    case "CONSTR_CHECK":
      let column = deed.columnThatIsNotNull
      if deed.node["skip_validation"].bool {
        deed.made.map { made in
          unvalidated.insert(made)
          notNullChecks[made] = column
        }
      } else {
        column.map { _ = neverNull.insert($0) }
      }
    default: break
    }
    if deed.statement.kind == "AlterTableStmt", let table = deed.table, altered[table] == nil {
      altered[table] = deed.statement.range.lowerBound
    }
  }
}
