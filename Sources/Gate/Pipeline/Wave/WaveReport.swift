package import GateModel
internal import GateProject
internal import GateRules
internal import GateWaves

extension Report {
  /// The report of a wave: what `gate check` reports of a change, and how the lanes were proved.
  package init(of finding: WaveFinding, remarks: [String] = []) throws {
    let wave = finding.wave
    let state =
      finding.proved
      ?? MergedState(
        combination: Combination([]), commit: wave.baseCommit,
        tree: wave.baseTree)
    let subject = try wave.subject(of: state)
    let rules = wave.rules(of: subject)
    let name = try Plan(
      for: rules, with: Selection(profile: wave.profile), freezes: subject.freezes
    ).profile
    let outcomes = finding.outcomes + finding.acceptance
    self.init(
      rules, plan: Plan(profile: name, checks: outcomes.map(\.check)), outcomes: outcomes,
      wave: wave.wave.number, remarks: remarks)
    description = []
    lane = nil
    base = wave.base
    head.ref = "wave \(wave.wave.number): \(state.combination)"
    proof = WaveProof(
      strategy: finding.strategy, id: wave.proofID, lanes: finding.lanes,
      culprits: finding.culprits, states: finding.trials.states)
    summary = finding.summary(verdict, checks: outcomes, or: summary)
  }
}

extension WaveFinding {
  /// The verdict in one line: what is out, or how much is proved.
  fileprivate func summary(
    _ verdict: Verdict, checks: [Outcome], or general: String
  ) -> String {
    let out = lanes.filter { $0.standing == .out }
    if let first = out.first {
      let more = out.count > 1 ? ", and \(out.count - 1) more out" : ""
      return "lane \(first.id) is out: \(first.reason)\(more)"
    }
    if let settlement, !settlement.redBase.isEmpty {
      let checks = settlement.redBase.map(\.description).sorted().joined(separator: ", ")
      return "\(wave.base.ref) is red by itself: \(checks)"
    }
    if wave.lanes.allSatisfy({ $0.own.result == .skipped }) {
      return wave.lanes.allSatisfy(\.isEmpty)
        ? "no lane of wave \(wave.wave.number) has a commit of its own"
        : "\(wave.base.ref) has all of wave \(wave.wave.number) already: there is nothing to prove"
    }
    guard verdict == .open else { return general }
    let names = survivors.map(\.description).joined(separator: ", ")
    let judged = checks.count { $0.result == .passed || $0.result == .cached }
    return
      "\(survivors.count == 1 ? "lane" : "lanes") \(names) hold\(survivors.count == 1 ? "s" : "") "
      + "together: \(judged) check\(judged == 1 ? "" : "s") passed"
  }
}
