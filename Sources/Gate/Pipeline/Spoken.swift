internal import GateRules
internal import Postgres

/// An error as the reason of a broken check: what is in the way, and what to do.
func spoken(_ error: any Error) -> String {
  switch error {
  case let error as CannotJudge: error.message
  case let error as JudgementError: error.message + (error.hint.map { "; \($0)" } ?? "")
  case let error as PostgresError: error.message + (error.hint.map { "; \($0)" } ?? "")
  default: "\(error)"
  }
}
