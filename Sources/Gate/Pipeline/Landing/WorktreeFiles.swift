internal import Files
internal import FoundationEssentials
internal import GateModel
internal import Git
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The files of a working tree that go along when its branch moves.
///
/// The branch moves first, by compare-and-swap, and is never another one than was meant, whatever is checked
/// out meanwhile; from that moment on the wave is landed, and all that can be left to do is to bring the files.
/// Git's own lock on the index is held from before until they are there, so that nobody commits what is in
/// between. What is written is a draft beside the index, which takes its place at the end. Where git cannot bring
/// them, the index alone goes along, so that the next commit does not take the wave back.
struct WorktreeFiles {
  let folder: String
  private let gitFolder: String
  private let branch: String
  private let from: ObjectID
  private let to: ObjectID
  private let wave: Int
  private let git: GitProgram

  init(
    of branch: String, in folder: String, from: ObjectID, to: ObjectID, wave: Int,
    _ git: GitProgram
  ) throws {
    self.folder = folder
    self.wave = wave
    self.branch = branch
    self.from = from
    self.to = to
    self.git = git
    gitFolder = try Repository(at: folder).source.gitFolder
  }

  private var index: String { gitFolder + "index" }
  private var draft: String { gitFolder + "gate-index" }
  private var lock: String { gitFolder + "index.lock" }
  /// What tells this lock from one of git's, which holds an index.
  private static let mark = "gate: a landing brings files along; `gate wave N --land` ends it\n"

  /// Takes the lock; throws `LandingRefusal` where git has it.
  func hold() throws {
    if isHeld { return }
    guard try WholeFile.create(lock, WorktreeFiles.mark) else {
      throw LandingRefusal(
        "git is at work in `\(folder)`: there is `\(lock)`",
        hint: "run it again when that is done; after a crash of git, remove the file")
    }
  }

  private var isHeld: Bool {
    // None, or none that can be read: not ours.
    (try? String(contentsOfFile: lock, encoding: .utf8)) == WorktreeFiles.mark
  }

  /// Gives the lock back, if it is this one, and takes away what was drafted. The lock stays where the next commit
  /// would take back what has landed: the next landing ends that.
  func release() {
    removeDraft()
    guard isHeld else { return }
    // What cannot be told may be so.
    if (try? isBehind) ?? true { return }
    // Gone already, or said by whoever needs the index next.
    try? FileManager.default.removeItem(atPath: lock)
  }

  /// Takes such locks and drafts away wherever a landing that was cut off has left them, whatever is checked out
  /// there by now.
  static func removeLocks(in source: ObjectSource) {
    let files = FileManager.default
    let linked = source.commonFolder + "worktrees/"
    // Without that folder there are no linked ones.
    let names = (try? files.contentsOfDirectory(atPath: linked)) ?? []
    for folder in [source.commonFolder] + names.map({ "\(linked)\($0)/" }) {
      // Most of it is mostly not there, and a lock that cannot be read is not ours.
      for file in ["gate-index", "gate-index.lock"] { try? files.removeItem(atPath: folder + file) }
      let lock = folder + "index.lock"
      if (try? String(contentsOfFile: lock, encoding: .utf8)) == mark {
        try? files.removeItem(atPath: lock)
      }
    }
  }

  private func removeDraft() {
    // Most of it is mostly not there.
    for file in [draft, draft + ".lock"] { try? FileManager.default.removeItem(atPath: file) }
  }

  /// Whether the branch has moved and the index has not, of a path at least.
  private var isBehind: Bool {
    get throws {
      let repository = try Repository(at: folder)
      guard try isOnBranch, repository.tip(ofBranch: "refs/heads/\(branch)") == to else {
        return false
      }
      let (before, after) = (try repository.tree(of: from), try repository.tree(of: to))
      let paths = try repository.diff(from: before, to: after).flatMap(\.paths)
      let others = try repository.stagedChanges(from: before).flatMap(\.paths)
      return !Set(paths).subtracting(others).isEmpty
    }
  }

  private var isOnBranch: Bool {
    get throws { try Repository(at: folder).currentBranch == branch }
  }

  /// Whether the index has all of it already; what else is staged is a person's.
  private var areThere: Bool {
    get throws {
      let repository = try Repository(at: folder)
      let (before, after) = (try repository.tree(of: from), try repository.tree(of: to))
      let paths = try repository.diff(from: before, to: after).flatMap(\.paths)
      let others = try repository.stagedChanges(from: after).flatMap(\.paths)
      return Set(paths).isDisjoint(with: others)
    }
  }

  /// Whether git would bring them along, and nobody's file would be lost: nothing is written. Throws
  /// `LandingRefusal` where not.
  func rehearse() throws {
    if let file = try obstacle {
      throw LandingRefusal(
        "`\(file)` in `\(folder)` is not in git, and the wave brings another one",
        hint: "put it aside: mv \(folder)/\(file) \(folder)/\(file).mine")
    }
    let ended = try readTree(["-u", "-n"])
    guard ended.code == 0 else {
      throw LandingRefusal(
        "git does not bring the files along in `\(folder)`: \(ended.complaint)",
        hint: "see what is in the way: git -C \(folder) status")
    }
  }

  /// A file that git does not know where the wave brings one: git writes over those that it ignores.
  private var obstacle: RepoPath? {
    get throws {
      let repository = try Repository(at: folder)
      return try repository.filesInTheWay(
        from: repository.tree(of: from), to: repository.tree(of: to)
      ).first
    }
  }

  /// Brings them along once the branch has moved, unless another one is checked out by then. Throws only
  /// `LandingRefusal`.
  func follow() throws { try orSettled { try bring() } }

  private func bring() throws {
    let ended = try readTree(["-u"])
    guard ended.code == 0 else { throw behind(ended.complaint) }
    try takePlace()
  }

  private func takePlace() throws {
    guard unsafe rename(draft, index) == 0 else { throw behind(systemMessage(errno)) }
  }

  /// The same after a crash half-way: what was written, whole or in part, is written again. A file that is
  /// neither as before nor as after is a person's, and git refuses to write over it.
  func followAfterCrash() throws {
    guard try isOnBranch else { return }
    try hold()
    try orSettled {
      let repository = try Repository(at: folder)
      let (before, after) = (try repository.tree(of: from), try repository.tree(of: to))
      if try !areThere {
        try repository.removeRemnants(from: before, to: after)
        if let file = try obstacle { throw behind("`\(file)` is in the way") }
        try bring()
      }
      try write(repository.removeOutdated(from: before, to: after))
    }
  }

  /// Files that are staged already, and missing.
  private func write(_ paths: [RepoPath]) throws {
    if paths.isEmpty { return }
    let variables = try makeDraft()
    // As many as a command line takes anywhere.
    for start in stride(from: 0, to: paths.count, by: 200) {
      let some = paths[start..<min(start + 200, paths.count)].map(\.description)
      let ended = try git.whole(["checkout-index", "-u", "--"] + some, in: folder, variables)
      guard ended.code == 0 else { throw behind(ended.complaint) }
    }
    try takePlace()
  }

  /// Does it where the branch is checked out still. Where it fails, what is missing is at least not staged.
  private func orSettled(_ work: () throws -> Void) throws {
    do {
      if try isOnBranch { try work() }
    } catch {
      // Where that fails too, the lock stays.
      try? settle()
      if error is LandingRefusal { throw error }
      throw behind((error as? JudgementError)?.message ?? "\(error)")
    }
  }

  /// The index as after, whatever the files are.
  func settle() throws {
    guard try isHeld && isOnBranch, try readTree(["-i"]).code == 0 else { return }
    try takePlace()
  }

  private func behind(_ why: String) -> LandingRefusal {
    LandingRefusal(
      "\(branch) has moved to \(to.short), but not all of its files in `\(folder)` did: \(why)",
      hint: "put aside what is in the way, then end it: gate wave \(wave) --land",
      moved: to)
  }

  /// One step of git's from one commit to the other, on the draft.
  private func readTree(_ options: [String]) throws -> ProgramAnswer {
    let variables = try makeDraft()
    return try git.whole(
      ["read-tree", "-m"] + options + [from.description, to.description], in: folder, variables)
  }

  /// - Returns: what tells git to work on it.
  private func makeDraft() throws -> [String: String] {
    // Left by a process that was killed, if at all.
    removeDraft()
    // The same file until git writes another in its place: its time tells git which files it has to look into.
    guard unsafe link(index, draft) == 0 else {
      throw JudgementError("`\(draft)` cannot be made: \(systemMessage(errno))")
    }
    let variables = ["GIT_INDEX_FILE": draft]
    // It ends with 1 where a file is changed; the next call says whether that matters.
    _ = try git.whole(["update-index", "-q", "--refresh"], in: folder, variables)
    return variables
  }
}
