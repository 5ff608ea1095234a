internal import GateModel
internal import GateSuites
internal import HTTP
internal import Postgres
internal import Processes

/// What came of trying a criterion: what its judgement is made of.
enum Found: Sendable {
  /// A command ended, with its last lines.
  case ending(CommandResult.Ending, lastLines: String?)
  /// The outcome of a suite; nil where it is not among those that were judged.
  case suite(Outcome?)
  case response(HTTPResponse)
  /// The server runs, and its answer did not come.
  case silence(HTTPError)
  /// The first value of the first row of a query.
  case value(Value)
  case queryError(PostgresError)
  /// It could not be tried: why, and what to do.
  case unjudged(String, lastLines: String?)

  enum Value: Sendable, Hashable {
    case text(String)
    case null
    case noRow
  }
}
