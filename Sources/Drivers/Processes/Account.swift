#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Another user of the machine.
package struct Account: Sendable, Hashable {
  /// The user's number.
  package var user: UInt32
  /// The number of its first group.
  package var group: UInt32

  /// The first of these names that is a user here.
  package init?(named names: String...) {
    for name in names {
      guard let entry = unsafe getpwnam(name) else { continue }
      user = unsafe entry.pointee.pw_uid
      group = unsafe entry.pointee.pw_gid
      return
    }
    return nil
  }
}
