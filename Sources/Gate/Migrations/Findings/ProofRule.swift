package import GateModel
internal import Postgres

/// What migrations are held to on a database, in the order of the documentation. The raw values are the
/// ids in findings and waivers.
package enum ProofRule: String, Sendable, Hashable, CaseIterable {
  case upFails = "migration-up-fails"
  case downFails = "migration-down-fails"
  case downDiffers = "migration-down-differs"
  case downIdle = "migration-down-idle"
  case columnOrder = "migration-column-order"
  case nameDiffers = "migration-name-differs"
  case againFails = "migration-again-fails"
  case againDiffers = "migration-again-differs"
  case rewrites = "migration-rewrites"
  case scans = "migration-scans"
  case unseen = "migration-unseen"
  case dataFails = "migration-data-fails"
  case rowsLost = "migration-rows-lost"
  case valuesChanged = "migration-values-changed"
  case dataFile = "migration-data-file"
  case unseeded = "migration-unseeded"
  case commute = "migration-commute"

  /// How serious it is.
  package var level: Finding.Level {
    switch self {
    case .upFails, .downFails, .downDiffers, .downIdle, .againFails, .againDiffers, .dataFails,
      .rowsLost, .dataFile, .commute, .rewrites, .unseen:
      .error
    case .nameDiffers, .valuesChanged, .scans, .unseeded: .warning
    case .columnOrder: .note
    }
  }
}

extension Finding {
  /// A finding of one of these rules, at its level.
  init(
    _ rule: ProofRule, _ path: RepoPath, line: Int? = nil, _ message: String, hint: String
  ) {
    self.init(
      rule: rule.rawValue, level: rule.level, path: path, line: line, message: message, hint: hint)
  }

  /// A finding about statements that did not run.
  init(_ rule: ProofRule, _ failure: ScriptFailure, _ what: String, hint: String) {
    let excerpt = failure.excerpt[...].trimmed.excerpt
    let place = excerpt.isEmpty ? "" : ", in `\(excerpt)` (column \(failure.column))"
    self.init(
      rule, failure.path, line: failure.line, "\(what): \(failure.error.message)\(place)",
      hint: failure.error.hint ?? hint)
  }
}
