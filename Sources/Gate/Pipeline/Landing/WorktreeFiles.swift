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
/// between. What is written is a draft beside the index, which takes its place at the end.
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

  /// Gives the lock back, if it is this one, and takes away what was drafted.
  func release() {
    let files = FileManager.default
    // Most of it is mostly not there.
    for file in [draft, draft + ".lock"] { try? files.removeItem(atPath: file) }
    if isHeld { try? files.removeItem(atPath: lock) }
  }

  private var isOnBranch: Bool {
    get throws { try Repository(at: folder).currentBranch == branch }
  }

  /// Whether the index has all of it already.
  private var areThere: Bool {
    get throws {
      let repository = try Repository(at: folder)
      return try repository.stagedChanges(from: repository.tree(of: to)).isEmpty
    }
  }

  /// Whether git would bring them along: nothing is written. Throws `LandingRefusal` where not.
  func rehearse() throws {
    let ended = try readTree(["-n"])
    guard ended.code == 0 else {
      throw LandingRefusal(
        "git does not bring the files along in `\(folder)`: \(ended.complaint)",
        hint: "see what is in the way: git -C \(folder) status")
    }
  }

  /// Brings them along once the branch has moved, unless another one is checked out by then. Throws only
  /// `LandingRefusal`.
  func follow() throws {
    do {
      if try isOnBranch { try bring() }
    } catch let refusal as LandingRefusal {
      throw refusal
    } catch {
      throw behind((error as? JudgementError)?.message ?? "\(error)")
    }
  }

  private func bring() throws {
    let ended = try readTree([])
    guard ended.code == 0 else { throw behind(ended.complaint) }
    guard unsafe rename(draft, index) == 0 else { throw behind(systemMessage(errno)) }
  }

  /// The same after a crash half-way: what was written, whole or in part, is written again. A file that is
  /// neither as before nor as after is a person's, and git refuses to write over it.
  func followAfterCrash() throws {
    guard try isOnBranch, try !areThere else { return }
    try hold()
    let repository = try Repository(at: folder)
    try repository.removeRemnants(
      from: repository.tree(of: from), to: repository.tree(of: to))
    try bring()
  }

  private func behind(_ why: String) -> LandingRefusal {
    LandingRefusal(
      "\(branch) has moved to \(to.short), but not all of its files in `\(folder)` did: \(why)",
      hint: "put aside what is in the way, then end it: gate wave \(wave) --land",
      moved: to)
  }

  /// One step of git's from one commit to the other, on the draft.
  private func readTree(_ options: [String]) throws -> ProgramAnswer {
    let files = FileManager.default
    // Left by a process that was killed, if at all.
    for file in [draft, draft + ".lock"] { try? files.removeItem(atPath: file) }
    // The same file until git writes another in its place: its time tells git which files it has to look into.
    guard unsafe link(index, draft) == 0 else {
      throw JudgementError("`\(draft)` cannot be made: \(systemMessage(errno))")
    }
    let variables = ["GIT_INDEX_FILE": draft]
    // It ends with 1 where a file is changed; the next call says whether that matters.
    _ = try git.whole(["update-index", "-q", "--refresh"], in: folder, variables)
    return try git.whole(
      ["read-tree", "-m", "-u"] + options + [from.description, to.description], in: folder,
      variables)
  }
}
