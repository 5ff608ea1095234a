package import GateModel
internal import GateWaves
internal import Git
package import Processes

/// A proved wave on its way to the base branch.
package struct Landing: Sendable {
  private let wave: WaveCase
  private let state: MergedState
  private let environment: [String: String]
  private let time: Int
  /// Where the base branch is checked out, and git has to bring the files along.
  private var worktree: String?

  /// What will be done, for a person.
  package var plan: String {
    let names = state.combination.lanes.map(\.description).joined(separator: ", ")
    let place = worktree.map { ", with the files in `\($0)`" } ?? ""
    return "\(wave.base.ref) moves from \(wave.baseCommit.short) to \(state.commit.short)\(place): "
      + "\(state.combination.lanes.count) merge commits, lanes \(names)"
  }

  /// Looks whether a proved wave may land; throws `LandingRefusal` where it may not. Nothing is changed.
  ///
  /// - Parameter time: now, in seconds since 1970.
  package init(
    _ finding: WaveFinding, _ report: Report, _ environment: [String: String], at time: Int
  ) throws {
    guard let state = finding.proved, finding.isWhole, report.verdict == .open else {
      throw LandingRefusal("not landed: \(report.summary)")
    }
    self.state = state
    self.environment = environment
    self.time = time
    wave = finding.wave
    worktree = try wave.landingPlace()
  }

  /// Moves the base branch to the proved merge: all of it, or nothing of it.
  ///
  /// What is meant is written down before; a process that is killed on the way leaves the branch before
  /// or after, and the next one finishes it or takes it back.
  ///
  /// - Parameters:
  ///   - report: attached to the last merge as a git note.
  ///   - git: runs git in a folder, where the branch is checked out.
  /// - Returns: the commit that the branch is at.
  package mutating func land(
    report: String, git: (_ arguments: [String], _ folder: String) throws -> ProgramAnswer
  ) throws -> ObjectID {
    let lock = try LandingLock(of: wave.source)
    let left = try LandingMarker(of: wave.source)
    if let left {
      let repository = try Repository(at: wave.source.commonFolder)
      _ = try recover(left, in: repository, environment, at: time)
    }
    worktree = try wave.landingPlace()
    let marker = LandingMarker(
      wave: wave.wave.number, branch: wave.base.ref, from: wave.baseCommit, to: state.commit,
      report: report)
    try marker.write(to: wave.source)
    lock.handOn()
    let repository = try Repository(at: wave.source.commonFolder)
    do {
      try move(git)
    } catch {
      // Ctrl-C may come when git has moved it already: then it is landed.
      guard repository.tip(ofBranch: "refs/heads/\(wave.base.ref)") == state.commit else {
        try LandingMarker.remove(from: wave.source)
        throw error
      }
    }
    try repository.attach(
      note: report, to: state.commit, by: repository.signature(environment, at: time))
    try LandingMarker.remove(from: wave.source)
    return withExtendedLifetime(lock) { state.commit }
  }

  /// Where the branch is checked out, git moves it with its files; else only the ref moves.
  private func move(_ git: ([String], String) throws -> ProgramAnswer) throws {
    guard let worktree else {
      let repository = try Repository(at: wave.source.commonFolder)
      try repository.move(
        branch: wave.base.ref, from: wave.baseCommit, to: state.commit,
        by: repository.signature(environment, at: time),
        message: "gate: land wave \(wave.wave.number)")
      return
    }
    let ended = try git(["merge", "--ff-only", "--quiet", state.commit.description], worktree)
    guard ended.code == 0 else {
      throw LandingRefusal(
        "git did not move \(wave.base.ref) in `\(worktree)`: \(String(ended.text[...].trimmed))")
    }
  }
}

extension Landing {
  /// Brings the base branch and the report to a remote, both or neither.
  ///
  /// - Parameters:
  ///   - remote: a name, an address, or a path as it is meant where git runs.
  ///   - git: runs git.
  package func push(
    to remote: String, git: (_ arguments: [String]) throws -> ProgramAnswer
  ) throws {
    let refs = ["\(state.commit.description):refs/heads/\(wave.base.ref)", Repository.notes]
    let ended = try git(["push", "--atomic", "--quiet", "--", remote] + refs)
    guard ended.code == 0 else {
      throw LandingRefusal(
        "\(wave.base.ref) has moved here, but `\(remote)` did not take it: \(ended.text[...].trimmed)",
        hint: "push it: git push \(remote) \(wave.base.ref) \(Repository.notes)")
    }
  }
}

/// Why a wave does not land; nothing was changed. Exit code 1: it was judged, and may not.
package struct LandingRefusal: Error, Sendable, Hashable {
  /// What stands in the way, as one sentence without a closing point.
  package var message: String
  /// What to do, in one line; nil where there is nothing to advise.
  package var hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
