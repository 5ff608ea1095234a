import Processes
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command that has the terminal while it runs: what a signal means is its affair then, as under
/// `sudo` or `make`. `psql` stops its statement on Ctrl-C and lives on.
final class Foreground: Sendable {
  /// What a command gets when the gate is gone.
  static let endSignal = SIGTERM
  private let state = Mutex<(child: Child?, code: Int32?)>((nil, nil))

  /// Waits for the end of a command; where the task is cancelled, it is told to end.
  ///
  /// - Returns: its exit code, as a shell has it.
  func code(of child: Child) async -> Int32 {
    state.withLock { $0.child = child }
    let ending = await withTaskCancellationHandler {
      await child.ending()
    } onCancel: {
      // Whoever ended the gate just before the command was known here.
      child.send(Foreground.endSignal)
    }
    let code =
      switch ending {
      case .exited(let code): code
      case .signalled(let signal): 128 + signal
      }
    state.withLock { $0 = (nil, code) }
    return code
  }

  /// The exit code of a command that has ended.
  var code: Int32? { state.withLock { $0.code } }

  /// Leaves a signal to the command; false where none runs.
  func takes(_ signal: Int32) -> Bool {
    guard let child = state.withLock({ $0.child }) else { return false }
    // Ctrl-C reaches the whole process group, and so the command too.
    if signal != SIGINT || !hasTerminal() { child.send(signal) }
    return true
  }
}

/// Whether what is typed at a terminal reaches this process's group.
private func hasTerminal() -> Bool {
  let terminal = unsafe open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
  guard terminal >= 0 else { return false }
  defer { close(terminal) }
  return tcgetpgrp(terminal) == getpgrp()
}
