internal import GateModel
internal import GateWaves
internal import Git

/// A proved wave on its way to the base branch.
package struct Landing {
  let wave: WaveCase
  let state: MergedState
  let environment: [String: String]
  let time: Int
  let git: GitProgram
  /// A name, an address, or a path of the remote that gets it too; nil for none.
  let remote: String?
  private(set) var place: LandingPlace

  /// What will be done, for a person.
  package var plan: String {
    let names = state.combination.lanes.map(\.description).joined(separator: ", ")
    let files = place.worktree.map { ", with the files in `\($0.folder)`" } ?? ""
    return "\(place.branch) moves from \(wave.baseCommit.short) to \(state.commit.short)\(files): "
      + "\(state.combination.lanes.count) merge commits, lanes \(names)"
  }

  /// Looks whether a proved wave may land; throws `LandingRefusal` where it may not. Nothing is changed.
  ///
  /// - Parameters:
  ///   - remote: gets the branch and the report too; nil for none.
  ///   - time: now, in seconds since 1970.
  package init(
    _ finding: WaveFinding, to remote: String?, by git: GitProgram,
    _ environment: [String: String], at time: Int
  ) throws {
    guard let state = finding.proved, finding.isWhole else {
      throw LandingRefusal("not every lane is proved")
    }
    self.state = state
    self.environment = environment
    self.time = time
    self.git = git
    self.remote = remote
    wave = finding.wave
    place = try wave.landingPlace()
  }

  /// Moves the base branch to the proved merge: all of it, or nothing of it.
  ///
  /// What is meant is written down before; a process that is killed on the way leaves the branch before
  /// or after, and the next landing finishes it or takes it back.
  ///
  /// - Parameter report: attached to the last merge as a git note.
  /// - Returns: what to say of it.
  package mutating func land(report: String) throws -> String {
    let lock = try LandingLock(of: wave.source)
    _ = try recoverLanding(under: lock, in: wave.source, environment, at: time, git)
    place = try wave.landingPlace()
    if let remote { try agree(with: remote) }
    try LandingMarker(
      wave: wave.wave.number, branch: place.branch, from: wave.baseCommit, to: state.commit,
      worktree: place.worktree?.folder, report: report
    ).write(to: wave.source)
    lock.handOn()
    try move()
    do {
      let repository = try Repository(at: wave.source.commonFolder)
      try repository.attach(
        note: report, to: state.commit, by: repository.signature(environment, at: time))
      try LandingMarker.remove(from: wave.source)
      // Whoever moves it on has built on it.
      guard let tip = repository.tip(ofBranch: place.ref),
        try repository.isAncestor(state.commit, of: tip)
      else {
        throw LandingRefusal(
          "\(place.branch) was moved to \(state.commit.short), and somebody moved it away again",
          hint: "see who: git reflog \(place.branch)")
      }
    } catch let refusal as LandingRefusal {
      throw refusal
    } catch {
      let why = (error as? GitError)?.message ?? (error as? JudgementError)?.message ?? "\(error)"
      throw LandingRefusal(
        "\(place.branch) has moved to \(state.commit.short), and then: \(why)",
        hint: "end it: gate wave \(wave.wave.number) --land", moved: state.commit)
    }
    return withExtendedLifetime(lock) { "\(place.branch) is at \(state.commit.short)" }
  }

  /// The branch by compare-and-swap; then its files follow where it is checked out.
  private func move() throws {
    let files = try place.worktree.map {
      try WorktreeFiles(
        of: place.branch, in: $0.folder, from: wave.baseCommit, to: state.commit,
        wave: wave.wave.number, git)
    }
    defer { files?.release() }
    do {
      try files?.hold()
      // Nobody can commit or switch any more: what is seen now stays so.
      if let files {
        try wave.landingPlace().isSame(as: place)
        try files.rehearse()
      }
      let repository = try Repository(at: files?.folder ?? wave.source.commonFolder)
      try repository.move(
        branch: place.branch, from: wave.baseCommit, to: state.commit,
        by: repository.signature(environment, at: time),
        message: "gate: land wave \(wave.wave.number)")
    } catch {
      // The disk may refuse what comes after the move: then it is landed.
      let repository = try Repository(at: wave.source.commonFolder)
      guard repository.tip(ofBranch: place.ref) == state.commit else {
        files?.release()
        try LandingMarker.remove(from: wave.source)
        throw error
      }
    }
    try files?.follow()
  }
}
