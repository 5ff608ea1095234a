import Glibc

/// A process that does its work once for each line that it gets, and answers how many milliseconds that
/// took: for what a library does, which no program does alone.
final class Companion {
  private let process: pid_t
  private let socket: Int32

  /// - Parameter command: reads its standard input until the end.
  init(_ command: [String], environment: [String: String]? = nil) {
    var ends: [Int32] = [0, 0]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      fail("no socket for a companion")
    }
    let (own, other) = (ends[0], ends[1])
    _ = fcntl(own, F_SETFD, FD_CLOEXEC)
    process = unsafe spawn(command, environment) { actions in
      unsafe posix_spawn_file_actions_adddup2(actions, other, 0)
      unsafe posix_spawn_file_actions_adddup2(actions, other, 1)
      unsafe posix_spawn_file_actions_addclose(actions, other)
    }
    socket = own
    close(other)
    guard process >= 0 else { fail("`\(command[0])` cannot be run") }
  }

  deinit {
    close(socket)
    _ = ending(of: process)
  }

  /// Has it do its work once.
  func milliseconds() -> Double {
    var text = ""
    guard unsafe send(socket, "\n", 1, Int32(MSG_NOSIGNAL)) == 1 else {
      fail("a companion has ended")
    }
    while !text.hasSuffix("\n") {
      var byte: UInt8 = 0
      guard unsafe read(socket, &byte, 1) == 1 else { fail("a companion has ended") }
      text.unicodeScalars.append(UnicodeScalar(byte))
    }
    guard let time = Double(text.dropLast()) else { fail("a companion said `\(text)`") }
    return time
  }
}
