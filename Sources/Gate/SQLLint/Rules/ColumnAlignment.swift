internal import GateModel
internal import PgQuery

extension SQLRule {
  static let columnAlignment = SQLRule(
    "column-alignment", nil, "The columns of a new table stand in an order without gaps.",
    reason: """
      A `bigint` begins at a multiple of eight bytes, an `int` of four: a `bool` in front of a `bigint` \
      takes eight bytes of each row. Wide columns first, then narrow ones, then texts leave no gaps. \
      Off, as the order in which columns are read matters more in most tables.
      """,
    rewrite:
      "put the columns of eight bytes first, then those of four, two and one, then the others",
    good: ["CREATE TABLE t (id bigint, at timestamptz, done bool, late bool);"],
    bad: ["CREATE TABLE t (done bool, id bigint, late bool, at timestamptz);"], on: ["CreateStmt"]
  ) { deed, _ in
    let sizes = deed.node["tableElts"].children.filter { $0.isA("ColumnDef") }.compactMap {
      $0["typeName"]["arrayBounds"].exists ? nil : fixedSizes[$0["typeName"].typeName]
    }
    let saved = width(of: sizes) - width(of: sizes.sorted(by: >))
    guard saved >= 8 else { return nil }
    return SQLProblem("\(saved) bytes of each row of \(deed.tableText) are gaps between columns")
  }
}

/// The bytes that columns of a fixed size take in this order, to the next multiple of eight.
private func width(of sizes: [Int]) -> Int {
  func aligned(_ offset: Int, to size: Int) -> Int { (offset + size - 1) / size * size }
  return aligned(sizes.reduce(0) { aligned($0, to: $1) + $1 }, to: 8)
}

/// The types whose size is also their alignment. Source: PostgreSQL 15, `pg_type`.
private let fixedSizes = [
  "bool": 1, "int2": 2, "smallserial": 2, "int4": 4, "serial": 4, "float4": 4, "date": 4, "oid": 4,
  "int8": 8, "bigserial": 8, "float8": 8, "timestamp": 8, "timestamptz": 8, "time": 8, "money": 8,
]
