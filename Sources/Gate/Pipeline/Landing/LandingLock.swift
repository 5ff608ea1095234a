internal import Files
internal import Git
internal import Processes

/// Held while a landing is under way, so that there is one at a time in a repository.
struct LandingLock: ~Copyable {
  private let lock: FileLock

  init(of source: ObjectSource) throws {
    _ = try Folder.make(source.commonFolder + "gate")
    guard let lock = try FileLock(source.commonFolder + "gate/landing.lock", .exclusive) else {
      throw LandingRefusal(
        "another wave is being landed in this repository", hint: "run it again when that is done")
    }
    self.lock = lock
  }

  /// Also as long as a program that is started from now on lives: where this process is killed, git may
  /// still be bringing files along, and nobody may take that for a landing that was cut off.
  func handOn() { lock.inherit() }
}
