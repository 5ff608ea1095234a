/// The gate's answer.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Every planned check has judged, and none holds an error against the change.
  case open
  /// At least one check failed.
  case shut
  /// Nothing failed, but something could not be judged, or there was nothing to judge.
  case unjudged

  /// Judges by all outcomes, whatever their order: shut at one failure, open where something judged
  /// and nothing is broken, else unjudged.
  package init(_ outcomes: [Outcome]) {
    var hasJudged = false
    var isBroken = false
    for outcome in outcomes {
      switch outcome.result {
      case .failed:
        self = .shut
        return
      case .broken: isBroken = true
      case .passed, .cached: hasJudged = true
      case .skipped: break
      }
    }
    self = hasJudged && !isBroken ? .open : .unjudged
  }

  /// For the process.
  package var exitCode: Int32 {
    switch self {
    case .open: 0
    case .shut: 1
    case .unjudged: 2
    }
  }
}
