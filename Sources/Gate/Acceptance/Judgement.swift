internal import FoundationEssentials
internal import GateModel
internal import GateSuites
internal import HTTP
internal import Postgres
internal import Processes

/// What a probe's answer says about its criterion. Pure.
enum Judgement: Sendable, Hashable {
  /// What was asked and what was found.
  case met(String)
  /// The same, and what was expected.
  case unmet(String, expected: String)
  /// Why it could not be judged.
  case unjudged(String)

  init(of criterion: Criterion, _ found: Found) {
    switch (criterion.probe, found) {
    case (_, .unjudged(let why, _)): self = .unjudged(why)
    case (.run(let command, let exit), .ending(let ending, _)):
      self.init(oneLine(command), ending, expected: exit)
    case (.suite(let name), .suite(let outcome)): self.init(suite: name, outcome)
    case (.http(let request, let status, let place, let expectation), .response(let response)):
      self.init(request, response, status, place, expectation)
    case (.http(let request, let status, _, _), .silence(let error)):
      self =
        error == .noLibrary || error == .cancelled
        ? .unjudged(error.description)
        : .unmet("\(request): \(error)", expected: statusWords(status))
    case (.sql(let query, let expectation), .value(let value)):
      self.init(query, value, expectation)
    case (.sql(let query, let expectation), .queryError(let error)):
      let evidence = "\(oneLine(query)): \(error.message)"
      self =
        error.isAboutWhatIsThere
        ? .unmet(evidence, expected: expectation.words) : .unjudged(evidence)
    case (.run, _), (.suite, _), (.http, _), (.sql, _):
      preconditionFailure("an answer of another kind of probe")
    }
  }

  private init(_ command: String, _ ending: CommandResult.Ending, expected: Int) {
    let evidence = "\(command) \(spoken(ending))"
    switch ending {
    case .exited(let code) where code == expected: self = .met(evidence)
    case .exited(126), .exited(127):
      self = .unjudged("\(evidence): its command cannot be run; look at its last lines")
    case .exited, .signalled: self = .unmet(evidence, expected: "the exit code \(expected)")
    case .timedOut:
      self = .unmet(
        "\(evidence) of \(spoken(Limits.command))", expected: "the exit code \(expected)")
    case .cancelled, .couldNotStart: self = .unjudged(evidence)
    }
  }

  private init(suite name: String, _ outcome: Outcome?) {
    let tests = outcome?.tests.map { ", \(count($0.passed, "test")) passed" } ?? ""
    let evidence = "suite/\(name) \(outcome?.result.name ?? "was not run")\(tests)"
    switch outcome?.result {
    case .passed, .cached: self = .met(evidence)
    case .failed: self = .unmet(evidence, expected: "that it passes")
    case .broken, .skipped, nil:
      self = .unjudged("\(evidence): the suite has to run for this; see its own check")
    }
  }

  private init(
    _ request: RequestLine, _ response: HTTPResponse, _ status: Int?, _ place: JSONPlace?,
    _ expectation: Criterion.Expectation?
  ) {
    let evidence = "\(request): \(response.status)"
    guard status.map({ $0 == response.status }) ?? (200...299).contains(response.status) else {
      self = .unmet(evidence, expected: statusWords(status))
      return
    }
    guard let expectation else {
      self = .met(evidence)
      return
    }
    guard let place else {
      let text = String(decoding: response.body, as: UTF8.self)
      let found = "\(evidence), the answer is `\(oneLine(text, atMost: 80))`"
      let body = text.hasSuffix("\n") ? String(text.dropLast()) : text
      self =
        expectation.isMet(byText: body) ? .met(found) : .unmet(found, expected: expectation.words)
      return
    }
    // Why it is no JSON makes no difference.
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(response.body)) else {
      self = .unmet("\(evidence), the answer is no JSON", expected: expectation.words)
      return
    }
    guard let value = place.value(in: json) else {
      self = .unmet("\(evidence), \(place) is not there", expected: expectation.words)
      return
    }
    let found = "\(evidence), \(place) is \(oneLine(value.text(isPretty: false), atMost: 80))"
    self = expectation.isMet(by: value) ? .met(found) : .unmet(found, expected: expectation.words)
  }

  private init(_ query: String, _ value: Found.Value, _ expectation: Criterion.Expectation) {
    let (shown, isMet): (String, Bool) =
      switch value {
      case .text(let text): (oneLine(text, atMost: 80), expectation.isMet(byText: text))
      case .null: ("null", false)
      case .noRow: ("no row", false)
      }
    let evidence = "\(oneLine(query)): \(shown)"
    self = isMet ? .met(evidence) : .unmet(evidence, expected: expectation.words)
  }
}

private func statusWords(_ status: Int?) -> String {
  status.map { "the status \($0)" } ?? "a status from 200 to 299"
}

extension PostgresError {
  /// A table, a column or a value that is not as the query has it: the state's mistake. All else, such as
  /// a query that is none or a server that is gone, says nothing about the state.
  fileprivate var isAboutWhatIsThere: Bool {
    guard let code = sqlState?.description else { return false }
    return (code.hasPrefix("42") && !["42601", "42501"].contains(code)) || code.hasPrefix("22")
  }
}
