internal import Postgres

/// The values of a row, by the numbers of columns; those without one get null or their default.
typealias SeedRow = [Int: String]

/// What may be changed in a row that the server refuses.
struct SeedRepair {
  /// The likeliest first.
  let choices: [Choice]

  /// Columns that get another value, and those that get none.
  typealias Choice = (set: SeedRow, left: [Int])

  init(_ error: PostgresError, _ row: SeedRow, _ table: SeedTable, _ catalog: SeedCatalog) {
    choices = SeedRepair.choices(error, row, table, catalog)
  }

  private static func choices(
    _ error: PostgresError, _ row: SeedRow, _ table: SeedTable, _ catalog: SeedCatalog
  ) -> [Choice] {
    if let name = error.object?.constraint {
      if let check = table.checks.first(where: { $0.name == name }) {
        return among(check.columns, candidates(for: check.text), table)
      }
      return domainChoices(name, table, catalog)
    }
    if error.sqlState == "23502" {
      let columns = table.columns.filter { $0.name == error.object?.column }.map(\.number)
      return among(columns, ["1", "0", "true", "{}"] + candidates(for: ""), table)
    }
    if error.sqlState == "23514", let partition = table.partition {
      return among(partition.columns, candidates(for: partition.text), table)
    }
    // A value that its type does not take: the server says which, but not of which column.
    guard error.sqlState?.category == "22" else { return [] }
    let text = error.refusedText
    let columns = table.columns.map(\.number).filter { text == nil || row[$0] == text }
    return columns.flatMap { column in single(column, candidates(for: "")) }
  }

  /// A domain does not say which of its columns it is about: all of them get the same.
  private static func domainChoices(
    _ name: String, _ table: SeedTable, _ catalog: SeedCatalog
  ) -> [Choice] {
    let domains = catalog.types.filter { $0.value.checks.contains { $0.name == name } }
    guard let check = domains.values.first?.checks.first(where: { $0.name == name }) else {
      return []
    }
    let columns = table.columns.filter { catalog.isMade($0.type, of: Set(domains.keys)) }
    return candidates(for: check.text).map { text in
      guard let text else { return ([:], columns.map(\.number)) }
      let fixed = Dictionary(domains.keys.map { ($0, text) }) { first, _ in first }
      let set = columns.map { ($0.number, catalog.value($0, row: 1, fixed: fixed) ?? text) }
      return (Dictionary(set) { first, _ in first }, [])
    }
  }

  private static func single(_ column: Int, _ texts: [String?]) -> [Choice] {
    texts.map { text in text.map { ([column: $0], []) } ?? ([:], [column]) }
  }

  /// For a condition on some columns: another value in one, some without any, or both.
  private static func among(
    _ columns: [Int], _ texts: [String?], _ table: SeedTable
  ) -> [Choice] {
    let first = columns.flatMap { single($0, texts) }
    guard columns.count > 1, columns.count < 12 else { return first }
    let optional = columns.filter { table.column($0)?.isRequired == false }.prefix(6)
    let few = texts.compactMap { $0 }.prefix(8)
    let masks = (1..<(1 << optional.count)).sorted { $0.nonzeroBitCount < $1.nonzeroBitCount }
    let without = masks.flatMap { mask -> [Choice] in
      let left = optional.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
      let others = columns.filter { !left.contains($0) }
      return [([:], left)] + others.flatMap { column in few.map { ([column: $0], left) } }
    }
    let pairs = columns.flatMap { one -> [Choice] in
      columns.filter { $0 > one }.flatMap { other -> [Choice] in
        few.flatMap { text -> [Choice] in few.map { ([one: text, other: $0], []) } }
      }
    }
    return first + without.prefix(1500) + pairs.prefix(500)
  }
}

extension PostgresError {
  /// What makes it the same error again.
  var identity: String {
    [sqlState?.description, object?.constraint, object?.column, object == nil ? message : nil]
      .map { $0 ?? "" }.joined(separator: " ")
  }
}

extension SeedCatalog {
  /// Whether a type is one of some domains, or an array of one.
  fileprivate func isMade(_ type: String, of domains: Set<String>) -> Bool {
    if domains.contains(type) { return true }
    guard let type = types[type], type.kind == "d" || type.category == "A", let part = type.part
    else { return false }
    return isMade(part, of: domains)
  }
}

extension PostgresError {
  /// The value that a type does not take: `invalid input syntax for type integer: "x"`.
  var refusedText: String? {
    guard let start = message.firstRange(of: ": \"")?.upperBound, message.hasSuffix("\"") else {
      return nil
    }
    return String(message[start...].dropLast())
  }
}
