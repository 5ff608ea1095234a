internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A process as it was at one moment.
package struct ProcessSight: Sendable, Hashable {
  /// Its number, which another one gets when it is gone.
  package var process: Int32
  /// Of the process that started it, or took it over.
  package var parent: Int32
  /// Of its session: its own number where it leads one.
  package var session: Int32
  /// In ticks since the machine started: with the number it names the process for good. Nil where the
  /// system does not say.
  package var start: UInt64?

  /// Of a process that runs; nil for one that is not there, or only waits to be collected.
  package init?(_ process: Int32) {
    guard process > 0 else { return nil }
    #if os(Linux)
      let file = unsafe open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return nil }
      defer { close(file) }
      // It ends while it is read: then it is not there.
      self.init(
        process, stat: String(decoding: readAvailable(file, atMost: 512) ?? [], as: UTF8.self))
    #else
      guard kill(process, 0) == 0 || errno == EPERM else { return nil }
      self.init(process: process, parent: 0, session: getsid(process), start: nil)
    #endif
  }

  /// From `/proc/PID/stat`. Source: proc_pid_stat(5); the second field, in parentheses, can hold anything.
  init?(_ process: Int32, stat: String) {
    guard let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 19, !["Z", "X", "x"].contains(fields[0]), let parent = Int32(fields[1]),
      let session = Int32(fields[3]), let start = UInt64(fields[19])
    else { return nil }
    self.init(process: process, parent: parent, session: session, start: start)
  }

  private init(process: Int32, parent: Int32, session: Int32, start: UInt64?) {
    (self.process, self.parent, self.session, self.start) = (process, parent, session, start)
  }

  /// All processes of this machine that run; none where the system does not list them in `/proc`.
  package static func all() -> [ProcessSight] {
    // Without /proc there is nothing to say.
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc")
    return (names ?? []).compactMap { Int32($0) }.sorted().compactMap { ProcessSight($0) }
  }
}
