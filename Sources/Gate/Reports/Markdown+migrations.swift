internal import GateModel

private let maximumMigrations = 20
private let maximumStatements = 50
private let maximumSentences = 20
private let maximumRelations = 5
private let maximumDiffLines = 200

/// What each migration changes, and the lock that each of its statements takes.
func migrationTables(_ report: Report) -> String {
  let effects = report.outcomes.flatMap(\.migrations)
  guard !effects.isEmpty else { return "" }
  let parts = effects.prefix(maximumMigrations).map(table).joined(separator: "\n")
  let more = effects.count - maximumMigrations
  return "## Migrations\n\n" + parts + (more > 0 ? "\nAnd \(more) more.\n" : "")
}

private func table(_ effect: MigrationEffect) -> String {
  var text = "### \(MarkdownText.code(effect.path.description))\n\n"
  if effect.schema.isEmpty { text += "It does not change the schema.\n" }
  for sentence in effect.schema.prefix(maximumSentences) {
    text += "- \(MarkdownText.sentence(sentence, at: .block))\n"
  }
  let left = effect.schema.count - maximumSentences
  if left > 0 { text += "- and \(left) more changes\n" }
  text += diff(effect.diff)
  guard !effect.statements.isEmpty else { return text }
  text += "\n| line | statement | locks | who waits | writes anew | reads all of |\n"
  text += "| ---: | --- | --- | --- | --- | --- |\n"
  text += effect.statements.prefix(maximumStatements).map(row).joined()
  let more = effect.statements.count - maximumStatements
  return more > 0 ? text + "\nAnd \(more) more statements.\n" : text
}

private func diff(_ text: String) -> String {
  guard !text.isEmpty else { return "" }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let more = lines.count - maximumDiffLines
  let shown =
    lines.prefix(maximumDiffLines).map { $0.prefix(500) }.joined(separator: "\n")
    + (more > 0 ? "\n… and \(more) more lines" : "")
  return "\n<details><summary>The schema as a diff</summary>\n\n"
    + MarkdownText.block(shown, as: "diff") + "\n</details>\n"
}

private func row(_ statement: MigrationEffect.Statement) -> String {
  // The locks that somebody waits for say enough.
  let felt = statement.locks.filter { $0.blocks != .nobody }
  let locks = (felt.isEmpty ? statement.locks : felt).map { "\($0.relation) \($0.mode)" }
  let who =
    switch statement.blocks {
    case .nobody: "nobody"
    case .unknown: "not seen"
    case .writers: "⚠️ writers"
    case .everybody: "⛔ everybody"
    }
  let cells = [
    "\(statement.line)", MarkdownText.code(statement.text, at: .cell), codes(locks), who,
    codes(statement.rewrites), codes(statement.scans),
  ]
  return "| \(cells.joined(separator: " | ")) |\n"
}

private func codes(_ texts: [String]) -> String {
  let shown = texts.prefix(maximumRelations).map { MarkdownText.code($0, at: .cell) }
  let more = texts.count - maximumRelations
  return (shown + (more > 0 ? ["and \(more) more"] : [])).joined(separator: ", ")
}
