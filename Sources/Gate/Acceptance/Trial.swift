internal import GateModel

/// A criterion that has been tried.
struct Trial: Sendable {
  var criterion: Criterion
  var found: Found
  var seconds = 0.0

  /// With its evidence, and where it is not met with what to do.
  var outcome: Outcome {
    let place = criterion.location
    let check = Check(
      id: .acceptance(criterion.name), reason: "\(place.file):\(place.line) asks for it")
    var outcome = Outcome(check: check, result: .passed, seconds: seconds)
    switch Judgement(of: criterion, found) {
    case .met(let evidence): outcome.evidence = evidence
    case .unmet(let evidence, let expected):
      outcome.result = .failed
      outcome.evidence = evidence
      outcome.findings = [
        Finding(
          rule: "acceptance", path: RepoPath(place.file), line: place.line,
          message: "`\(criterion.name)` is not met: \(evidence); expected \(expected)",
          hint: "make it hold; the gatekeeper may change what the wave asks for")
      ]
      outcome.output = lastLines
    case .unjudged(let why):
      outcome.result = .broken(why)
      outcome.output = lastLines
    }
    return outcome
  }

  private var lastLines: String? {
    switch found {
    case .ending(_, let lines), .unjudged(_, let lines): lines
    case .suite, .response, .silence, .value, .queryError: nil
    }
  }
}
