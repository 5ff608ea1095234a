import Files
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Examination {
  /// Where a program is, by PATH.
  func onPath(_ program: String) -> String? {
    environment["PATH", default: ""].split(separator: ":").lazy.map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Suites run in checkouts of their own, in the user's cache: there has to be room for them.
  func diskSymptoms() -> [Symptom] {
    guard let cache = cacheFolder(environment) else {
      return [
        Symptom(
          .warn, "checkouts", "neither XDG_CACHE_HOME nor HOME is set: suites have no place to run")
      ]
    }
    var folder = cache[...]
    while unsafe access(String(folder), F_OK) != 0, let slash = folder.lastIndex(of: "/"),
      slash > folder.startIndex
    { folder = folder[..<slash] }
    guard unsafe access(String(folder), W_OK) == 0 else {
      return [
        Symptom(
          .missing, "checkouts", "`\(folder)` cannot be written: suites have no place to run",
          fix: "let this user write there, or set XDG_CACHE_HOME")
      ]
    }
    var state = statvfs()
    guard unsafe statvfs(String(folder), &state) == 0 else {
      return [Symptom(.warn, "checkouts", "the room at `\(folder)` cannot be told")]
    }
    let free = (UInt64(state.f_bavail) * UInt64(state.f_frsize)) >> 20
    let room =
      free < 1024
      ? Symptom(.warn, "checkouts", "only \(free) MiB free at `\(folder)`", fix: "make room")
      : Symptom(.ok, "checkouts", "\(free) MiB free at `\(folder)`")
    guard isInMemory(realPath(String(folder))) else { return [room] }
    let message = "`\(folder)` is in memory: checkouts take memory from the suites"
    return [
      room, Symptom(.warn, "storage", message, fix: "set XDG_CACHE_HOME to a folder on a disk"),
    ]
  }

  /// By the longest mount that holds a path. Source: proc_pid_mounts(5).
  private func isInMemory(_ path: String) -> Bool {
    guard let mounts = try? bytes(ofFile: "/proc/self/mounts") else { return false }  // Not Linux.
    var best = (length: 0, type: "")
    for line in String(decoding: mounts, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 2 else { continue }
      let holds = words[1] == "/" || path == words[1] || path.hasPrefix(words[1] + "/")
      if holds, words[1].utf8.count >= best.length {
        best = (words[1].utf8.count, String(words[2]))
      }
    }
    return ["tmpfs", "ramfs"].contains(best.type)
  }
}
