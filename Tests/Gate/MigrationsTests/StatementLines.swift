extension String {
  /// Its statements, which stand one a line; a comment's line is none.
  var statementLines: [String] {
    split(separator: "\n").map(String.init).filter { !$0.hasPrefix("--") }
  }
}
