internal import GateContracts
internal import GateModel
internal import Git

/// What a wave as a whole is held to; the plan may set their levels.
package enum WaveRule: String, Sendable, Hashable, CaseIterable {
  /// The wave before it has landed, and what that one freezes is frozen.
  case order = "wave-order"
  /// Each lane has something to merge.
  case emptyLane = "empty-lane"
}

extension WaveCase {
  /// Whether the wave that has to land first has, as far as the base and the branches tell; nil where none
  /// has to. A lane that is in both waves tells nothing: its branch may have begun the new one.
  func order(_ repository: borrowing Repository) throws -> Outcome? {
    guard let before = wave.after.flatMap(project.wave) else { return nil }
    let check = Check(
      id: .rule(WaveRule.order.rawValue),
      reason: "wave \(wave.number) comes after wave \(before.number)")
    var findings: [Finding] = []
    func find(_ what: String, _ hint: String) {
      findings.append(
        Finding(
          rule: WaveRule.order.rawValue, level: .warning, path: RepoPath(wave.location.file),
          line: wave.location.line,
          message: "wave \(wave.number) comes after wave \(before.number), and \(what)", hint: hint)
      )
    }
    for id in before.merge where !wave.merge.contains(id) {
      guard let lane = project.lane(id), repository.hasBranch(of: lane) else { continue }
      switch try repository.branch(of: lane, named: nil, base: baseCommit) {
      case .unclear(let doubt):
        return Outcome(
          check: check, result: .broken("lane \(id) of wave \(before.number): \(doubt.words)"))
      case .found(let tip) where try !repository.isAncestor(tip.commit, of: baseCommit):
        find(
          "\(base.ref) has not all of lane \(id) (`\(tip.branch)`)",
          "land it first: gate wave \(before.number) --land")
      case .found(let tip) where try repository.isUnused(tip):
        find(
          "nothing was committed on lane \(id) of it (`\(tip.branch)`)",
          "land that wave first, or remove the branch of a lane that is not needed")
      case .found: break
      }
    }
    for kind in before.freezes {
      let path = Frozen.path(kind, wave: before.number)
      guard try repository.entry(path, in: baseTree) == nil else { continue }
      find(
        "the \(kind.rawValue) that it freezes is not frozen",
        "`gate freeze --wave \(before.number)` writes `\(path)`; commit that")
    }
    return judged(findings, project, today, check)
  }

  /// What is held against a lane without a commit of its own.
  func emptiness(of lane: LaneCase) -> [Finding] {
    guard lane.isEmpty, let tip = lane.tip else { return [] }
    let finding = Finding(
      rule: WaveRule.emptyLane.rawValue, level: .warning,
      message: "lane \(lane.id) has nothing to merge: nothing was committed on `\(tip.branch)`",
      hint: "commit its work, or leave it out with --lanes")
    return judged([finding], project, today, lane.own.check).findings
  }
}
