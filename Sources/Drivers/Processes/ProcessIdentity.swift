#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One process of this machine, never mistaken for a later one of the same number.
package struct ProcessIdentity: Sendable, Hashable {
  /// Its number.
  package var id: Int32
  /// When it started, in ticks since the machine did; 0 where the system does not tell.
  package var start: UInt64

  /// Names one that may have ended long ago.
  package init(id: Int32, start: UInt64) { (self.id, self.start) = (id, start) }

  /// The running process of a number; nil where there is none, or it has ended and only waits for its parent.
  package init?(of id: Int32) {
    guard let sight = ProcessSight(id) else { return nil }
    self.init(id: id, start: sight.start ?? 0)
  }

  /// This process.
  package static var own: ProcessIdentity {
    ProcessIdentity(of: getpid()) ?? ProcessIdentity(id: getpid(), start: 0)
  }

  /// Whether it still runs.
  package var isRunning: Bool { ProcessIdentity(of: id) == self }

  /// Tells processes of different containers apart, whose numbers mean different things; 0 where the system has
  /// no such thing. Source: pid_namespaces(7).
  package static var space: UInt64 {
    var target = [CChar](repeating: 0, count: 64)
    let count = unsafe readlink("/proc/self/ns/pid", &target, target.count)
    let text = String(
      decoding: target.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return UInt64(text.filter(\.isNumber)) ?? 0
  }
}
