/// A place in a text file of the plan. Lines and columns count from 1.
package struct Location: Hashable, Sendable, Comparable {
  /// The file from the repository's root; empty for what stands in none.
  package var file: String
  /// The line in the file.
  package var line: Int
  /// The column in the line, in characters.
  package var column: Int

  /// Makes a place; line and column count from 1.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// In the order of files by name, then of lines and columns.
  package static func < (a: Location, b: Location) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}
