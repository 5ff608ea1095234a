internal import Files
internal import FoundationEssentials
internal import Git
internal import Processes

/// A private folder for one run of the gate: the working copy that commands judge, and their outputs.
///
/// There are a few beside each other, so that two runs at once have one each, and each is used again
/// by a later run. It is given up when the value goes away or the process ends, however it ends.
struct Slot: ~Copyable {
  /// Absolute, without a closing `/`.
  private let folder: String
  private let name: String
  private let lock: FileLock

  private static let maximum = 64

  /// Takes the first free slot of a repository.
  init(for source: ObjectSource, _ environment: [String: String]) throws {
    let folder = try slots(of: source, environment: environment)
    for number in 0..<Slot.maximum {
      let candidate = "\(folder)/\(number)"
      try FileManager.default.createDirectory(
        atPath: candidate, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      guard let lock = try FileLock(candidate + "/lock", .exclusive) else { continue }
      // A run that was killed may have left commands that are being ended right now.
      guard try FileLock(candidate + "/running", .exclusive) != nil else { continue }
      self.folder = candidate
      name = source.name
      self.lock = lock
      return
    }
    throw JudgementError(
      "all \(Slot.maximum) working copies in `\(folder)` are in use",
      hint: "wait for the other runs, or end them")
  }

  /// Named like the repository: some tools take a project's name from its folder.
  var checkout: String { "\(folder)/\(name)" }
  var out: String { folder + "/out" }
  /// Held by every command that runs in the slot; see `Command.lock`.
  var running: String { folder + "/running" }
}

/// Where working copies of a repository are kept between runs, outside of it.
private func slots(
  of source: ObjectSource, environment: [String: String]
) throws(JudgementError) -> String {
  guard let caches = cacheFolder(environment) else {
    throw JudgementError(
      "there is no place for a working copy: neither XDG_CACHE_HOME nor HOME is set",
      hint: "set one of them, or judge in place with --worktree")
  }
  return "\(caches)/gate/\(source.name)-\(String(hash(source.commonFolder), radix: 16))"
}

/// FNV-1a, 64 bits: tells the repositories of one machine apart.
func hash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}
