package import GateModel
internal import Postgres

extension MigrationTrial {
  /// What is held against the migration, in the order of reports. Pure.
  package var findings: [Finding] {
    if let failure = up.failure {
      return [
        Finding(
          .upFails, failure, "the migration `\(migration)` does not run",
          hint: failure.whatToDo)
      ]
    }
    return (downFindings + againFindings + hazards).sorted()
  }

  private var downFindings: [Finding] {
    guard let text = migration.down else { return [] }
    if let failure = downFailure {
      return [
        Finding(
          .downFails, failure, "what undoes `\(migration)` does not run",
          hint: "right it: a database that has run the migration cannot go back")
      ]
    }
    guard let difference = afterDown, let severity = difference.worst else { return [] }
    if downIsIdle {
      return [
        Finding(
          .downIdle, text.path, line: text.firstLine,
          "what undoes `\(migration)` changes nothing: \(difference.short)",
          hint: "write what undoes it, or say why nothing can")
      ]
    }
    return [
      Finding(
        severity.rule, text.path, line: text.firstLine,
        "what undoes `\(migration)` does not lead back: \(difference.short)",
        hint: severity.hint)
    ]
  }

  private var againFindings: [Finding] {
    if let failure = againFailure {
      return [
        Finding(
          .againFails, failure, "after its way back, `\(migration)` does not run again",
          hint: "let the way back undo all of it")
      ]
    }
    // What down leaves behind is told of already; the second time shows it once more.
    guard let text = migration.down, let difference = afterAgain, let severity = difference.worst,
      severity > afterDown?.worst ?? .none
    else { return [] }
    return [
      Finding(
        severity > .nameOnly ? .againDiffers : severity.rule, text.path, line: text.firstLine,
        "after down and up again, `\(migration)` has made another schema: "
          + difference.short,
        hint: "let the way back undo all of it, and no more")
    ]
  }
}

extension ScriptFailure {
  /// Source: PostgreSQL, appendix A.
  fileprivate var whatToDo: String {
    switch error.sqlState?.description {
    case "25001":
      "say that it runs without a transaction: docs/migrations.md has the words for each format"
    case "42601" where excerpt[...].trimmed.hasPrefix("\\"):
      "take it out: psql knows it, and the server does not"
    case "42601": "right the statement"
    default: "it was tried where all the migrations before it have run, and nothing else"
    }
  }
}

extension SchemaDifference {
  /// Nil where nothing differs.
  fileprivate var worst: Severity? { isEmpty ? nil : severity }

  /// The worst of it in a sentence.
  var short: String {
    let worst = entries.filter { $0.severity == severity }
    let shown = worst.prefix(3).map(\.complaint).joined(separator: "; ")
    let more = entries.count - min(3, worst.count)
    return more > 0 ? "\(shown); and \(more) more" : shown
  }
}

extension SchemaDifference.Severity {
  fileprivate var rule: ProofRule {
    switch self {
    case .none, .columnOrder: .columnOrder
    case .nameOnly: .nameDiffers
    case .attribute, .object: .downDiffers
    }
  }

  fileprivate var hint: String {
    switch self {
    case .none, .columnOrder:
      "nothing to do, unless a program reads columns by their place"
    case .nameOnly: "give it back its name, or later migrations do not find it"
    case .attribute, .object: "put back what was there before, with everything that was said of it"
    }
  }
}
