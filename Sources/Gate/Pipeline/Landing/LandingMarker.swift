internal import Files
internal import FoundationEssentials
internal import GateModel
internal import Git

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What is about to be landed, written down before anything moves: whoever comes after a crash reads
/// from it what was meant.
struct LandingMarker: Codable, Hashable {
  var wave: Int
  var branch: String
  /// The commit that the branch is moved from, and the one that it is moved to.
  var from: String
  var to: String
  /// Where the branch is checked out, and files have to follow; nil for nowhere.
  var worktree: String?
  /// The report that is attached to the merge.
  var report: String

  private static func file(of source: ObjectSource) -> String {
    source.commonFolder + "gate/landing.json"
  }

  /// Nil where no landing was cut off.
  init?(of source: ObjectSource) throws {
    let file = LandingMarker.file(of: source)
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    do {
      self = try JSONDecoder().decode(
        LandingMarker.self, from: Data(contentsOf: URL(filePath: file)))
    } catch {
      throw JudgementError(
        "`\(file)` says that a landing was cut off, and cannot be read: \(error)",
        hint: "look where the base branch is, then remove the file")
    }
  }

  init(
    wave: Int, branch: String, from: ObjectID, to: ObjectID, worktree: String?, report: String
  ) {
    self.wave = wave
    self.branch = branch
    self.from = from.description
    self.to = to.description
    self.worktree = worktree
    self.report = report
  }

  func write(to source: ObjectSource) throws {
    let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    try WholeFile.replace(LandingMarker.file(of: source), text)
  }

  /// One that is gone is removed.
  static func remove(from source: ObjectSource) throws {
    let file = file(of: source)
    guard unsafe unlink(file) != 0, errno != ENOENT else { return }
    throw JudgementError("`\(file)` cannot be removed: \(systemMessage(errno))")
  }
}
