import ArgumentParser
import Files
import GateMigrations
import GateModel
import GatePipeline
import GateProject
import GateReports
import Git
import Postgres

/// Why a command ends without an answer: what to say, and the exit code.
struct Failure: Error {
  var lines: [String]
  var exit: Exit
  /// Whether a person stopped it, and wants nothing more done.
  var isInterruption = false

  /// The exit codes of product.md.
  enum Exit: Int32 {
    case shut = 1
    case unjudged = 2
    case usage = 64
  }

  init(_ message: String, hint: String? = nil, exit: Exit) {
    lines = ["gate: \(message)"] + (hint.map { ["  \($0)"] } ?? [])
    self.exit = exit
  }

  func say() {
    for line in lines { Console.say(line.visible()) }
  }

  /// The same in one line of something else.
  var reason: String {
    let words = lines.map { String($0[...].trimmed) }.joined(separator: "; ")
    return words.hasPrefix("gate: ") ? String(words.dropFirst(6)) : words
  }

  /// Any error that the modules below throw.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as GitError: self.init(error.message, hint: error.hint, exit: .unjudged)
    case let error as JudgementError: self.init(error.message, hint: error.hint, exit: .unjudged)
    case let refusal as LandingRefusal:
      let exit: Exit = refusal.moved == nil ? .shut : .unjudged
      self.init(refusal.message, hint: refusal.hint, exit: exit)
    case let error as FileError: self.init(error.description, exit: .unjudged)
    case let error as PostgresError: self.init(error)
    case let error as MigratorError: self.init(error.message, hint: error.hint, exit: .unjudged)
    case let failure as MigrationFailure:
      let verb = failure.direction == .up ? "applied" : "undone"
      self.init("\(failure.migration) cannot be \(verb):", exit: .shut)
      lines += failure.description.split(separator: "\n").map { "  \($0)" }
    case let error as UsageError: self.init(error.message, exit: .usage)
    case let problems as PlanProblems:
      let place = problems.place.map { " at \($0)," } ?? ""
      self.init("the plan\(place) cannot be read:", exit: .unjudged)
      lines += problems.all.map { "  \($0)" }
    default: self.init("\(error)", exit: .unjudged)
    }
  }
}

extension Failure {
  /// With what the server adds.
  private init(_ error: PostgresError) {
    self.init(error.message, hint: error.hint, exit: .unjudged)
    if let detail = error.detail { lines.append("  \(detail)") }
  }
}

/// Runs a command's body; what it throws is said on standard error and becomes the exit code.
func answering(_ body: () throws -> Int32) throws -> Never {
  let code: Int32
  do {
    code = try body()
  } catch let error as ExitCode {
    throw error
  } catch {
    let failure = Failure(error)
    failure.say()
    throw ExitCode(failure.exit.rawValue)
  }
  throw ExitCode(code)
}
