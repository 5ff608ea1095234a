package import GateModel

extension Report {
  /// With the check that the base branch moved, as it will be once it has.
  package func landing(_ landing: Landing) -> Report {
    with(Outcome(check: Check(id: .landing("base"), reason: landing.plan), result: .passed))
  }

  /// With the check that a remote took it.
  package func pushed(_ words: String) -> Report {
    with(Outcome(check: Check(id: .landing("push"), reason: words), result: .passed))
  }

  /// With the check that nothing moved, because the gate is not open.
  package func notLanded() -> Report {
    let reason = "the gate is not open: \(base.ref) stays where it is"
    let check = Check(id: .landing("base"), reason: reason, isSkipped: true)
    return with(Outcome(check: check, result: .skipped))
  }

  /// With what stood in the way of landing: shut, or, where the branch has moved, without a verdict.
  package func refused(_ refusal: LandingRefusal) -> Report {
    let advice = refusal.hint.map { "; \($0)" } ?? ""
    guard refusal.moved == nil else {
      return stopped(by: refusal.message, advice, at: hasLanded ? "push" : "base")
    }
    let finding = Finding(rule: "landing", message: refusal.message, hint: refusal.hint)
    let check = Check(id: .landing("base"), reason: Report.reason)
    var report = with(Outcome(check: check, result: .failed, findings: [finding]))
    report.summary = "not landed: \(refusal.message)"
    report.next.insert("\(refusal.message)\(advice) [landing]", at: 0)
    return report
  }

  /// With what went wrong before anything moved.
  package func stopped(by reason: String) -> Report {
    stopped(by: "not landed: \(reason)", "", at: "base")
  }

  private func stopped(by message: String, _ advice: String, at name: String) -> Report {
    let check = Check(id: .landing(name), reason: Report.reason)
    var report = with(Outcome(check: check, result: .broken(message + advice)))
    report.summary = message
    report.next.insert("\(check.id): \(message)\(advice)", at: 0)
    return report
  }

  private static let reason = "what is proved lands"

  /// Whether the base branch has moved.
  private var hasLanded: Bool {
    outcomes.contains { $0.check.id == .landing("base") && $0.result == .passed }
  }

  private func with(_ outcome: Outcome) -> Report {
    var report = self
    report.outcomes = outcomes.filter { $0.check.id != outcome.check.id } + [outcome]
    report.verdict = Verdict(report.outcomes)
    return report
  }

  /// The report of a wave of which nothing was proved, because it could not land.
  package init(refused refusal: LandingRefusal, of wave: WaveCase?, number: Int, base: String?) {
    let empty = Report(
      verdict: .unjudged, summary: "", project: wave?.project.name ?? "",
      base: wave?.base ?? Revision(ref: base ?? "", commit: nil),
      head: Revision(ref: "wave \(number)", commit: nil), wave: number, profile: "full")
    self = empty.refused(refusal)
  }
}
