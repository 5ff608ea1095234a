/// What a statement answered: values copied out, in the text form of their types.
package struct Rows: Sendable, Hashable, RandomAccessCollection {
  /// Their names, in order; two may have the same.
  package let columns: [String]
  /// What the server says it did, such as `INSERT 0 3`.
  package let tag: String
  private let values: [String?]
  private let rowCount: Int

  init(columns: [String], values: [String?], count: Int, tag: String) {
    self.columns = columns
    self.values = values
    self.rowCount = count
    self.tag = tag
  }

  /// The first row.
  package var startIndex: Int { 0 }
  /// How many rows there are.
  package var endIndex: Int { rowCount }

  /// A row, counted from 0.
  package subscript(index: Int) -> Row {
    let start = index * columns.count
    return Row(columns: columns, values: values[start..<start + columns.count])
  }

  /// How many rows were written or answered.
  package var affected: Int { tag.split(separator: " ").last.flatMap { Int($0) } ?? 0 }

  /// The first value of the first row.
  package var scalar: String? { rowCount == 0 || columns.isEmpty ? nil : values[0] }
}

/// One row. A column that is not there is a mistake of the program.
package struct Row: Sendable, Hashable {
  fileprivate let columns: [String]
  fileprivate let values: ArraySlice<String?>

  /// The value of a column, counted from 0; nil for null.
  package subscript(index: Int) -> String? { values[values.startIndex + index] }

  /// The value of a column; nil for null.
  package subscript(name: String) -> String? {
    guard let index = columns.firstIndex(of: name) else {
      preconditionFailure("the answer has no column `\(name)`")
    }
    return self[index]
  }

  /// An integer; nil for null and for what is none.
  package func int(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  /// Nil for null.
  package func bool(_ name: String) -> Bool? { self[name].map { $0 == "t" } }

  /// The bytes of a `bytea`; nil for null. Source: PostgreSQL, 8.4.1.
  package func bytes(_ name: String) -> [UInt8]? {
    guard let text = self[name], text.hasPrefix("\\x") else { return nil }
    let digits = text.utf8.dropFirst(2).map { UInt8($0 < 0x3A ? $0 - 0x30 : ($0 | 0x20) - 0x57) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
