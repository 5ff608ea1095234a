package import GateModel
internal import Postgres

extension DataTrial {
  /// What is held against the migration besides what is wrong with it on empty tables. Pure.
  ///
  /// - Parameter trial: what came of it there.
  package func findings(beside trial: MigrationTrial) -> [Finding] {
    if let failure = fileFailure {
      return [
        Finding(
          .dataFile, failure, "the rows for `\(migration)` cannot be put in",
          hint: "a file of rows is run on the schema before its migration")
      ]
    }
    if !fileChange.isEmpty {
      return [
        Finding(
          .dataFile, migration.up.path,
          "the rows for `\(migration)` are more than rows: \(fileChange.news.prefix(3).joined(separator: "; "))",
          hint: "put only rows in; what the migrations need from elsewhere is for `data/before.sql`"
        )
      ]
    }
    if trial.up.failure != nil { return [] }
    var findings: [Finding] = []
    if let failure = upFailure {
      findings.append(
        Finding(
          .dataFails, failure, "`\(migration)` runs on empty tables only",
          hint: hint(failure)))
    } else if let failure = downFailure, trial.downFailure == nil {
      findings.append(
        Finding(
          .dataFails, failure, "what undoes `\(migration)` runs on empty tables only",
          hint: hint(failure)))
    } else if let failure = againFailure, trial.againFailure == nil {
      findings.append(
        Finding(
          .dataFails, failure, "after its way back, `\(migration)` runs on empty tables only",
          hint: "let the way back leave rows that the way there takes"))
    }
    return (findings + lossFindings(trial) + emptyFindings(trial)).sorted()
  }

  /// What to do with rows that are there. Source: PostgreSQL, appendix A.
  private func hint(_ failure: ScriptFailure) -> String {
    switch failure.error.sqlState?.description {
    case "23502": "add the column without NOT NULL, fill it, then demand it"
    case "23503": "move or change the rows that refer to it first"
    case "23505": "make the values unique first"
    case "23514": "bring the rows into the condition first, or add it NOT VALID"
    default:
      "let it take any value that a row may have, or ship likelier rows in "
        + "`data/\(migration.version).sql`"
    }
  }

  private func lossFindings(_ trial: MigrationTrial) -> [Finding] {
    var findings: [Finding] = []
    let path = migration.up.path
    if !lost.isEmpty {
      let tables = lost.prefix(3).map { "\($0.table) has \($0.after) of \($0.before)" }
      var finding = Finding(
        .rowsLost, path, line: migration.up.firstLine,
        "rows are gone after `\(migration)`: \(listed(tables, of: lost.count))",
        hint: "keep them in a table of their own until the way back is not needed")
      // Whoever writes DELETE knows.
      if trial.up.statements.contains(where: \.saysThatRowsGo) { finding.level = .warning }
      findings.append(finding)
    }
    if !changed.isEmpty {
      let columns = changed.prefix(3).map { "`\($0)`" }
      findings.append(
        Finding(
          .valuesChanged, path, line: migration.up.firstLine,
          "values are others after `\(migration)` and back: \(listed(columns, of: changed.count))",
          hint: "keep the old values until the way back is not needed"))
    }
    return findings
  }

  /// Only tables that the migration touches matter.
  private func emptyFindings(_ trial: MigrationTrial) -> [Finding] {
    let touched = Set(
      trial.up.statements.flatMap { $0.effect?.locks ?? [] }.filter { $0.mode > .accessShare }
        .map(\.relation))
    return empty.filter { touched.contains($0.table) }.map { table in
      Finding(
        .unseeded, migration.up.path, line: migration.up.firstLine,
        "`\(migration)` was tried without rows in \(table.table): \(table.reason)",
        hint: "ship rows for it in `data/\(migration.version).sql`")
    }
  }

  private func listed(_ texts: [String], of count: Int) -> String {
    let more = count - texts.count
    return texts.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}

extension StatementTrace {
  fileprivate var saysThatRowsGo: Bool {
    switch kind {
    case "DeleteStmt", "TruncateStmt": true
    case "DropStmt": text.lowercased().contains("table") || text.lowercased().contains("schema")
    default: false
    }
  }
}
