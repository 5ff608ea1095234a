internal import CProcesses

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The whole life of a supervisor: runs one command, keeps its output, ends all its processes and
/// writes one line about it on standard output. The gate starts it; nobody else does.
///
/// It has one thread and blocks it. It stops early when its standard input closes, because then the
/// gate is gone, and on SIGTERM, SIGINT, SIGHUP and SIGQUIT.
///
/// On Linux it is the parent of every descendant whose own parent is gone (prctl(2),
/// PR_SET_CHILD_SUBREAPER), so that none escapes. Elsewhere only the command's own process group is
/// ended.
///
/// - Returns: the exit status; 64 for arguments that are none of the gate's.
package func supervise(_ arguments: [String]) -> Int32 {
  guard let request = Supervision.Request(arguments: arguments) else { return 64 }
  _ = gate_become_subreaper()
  blockSignals()
  guard let lock = request.lock else { return answer(request) }
  do throws(LockError) {
    // Held until this process ends, after the last of the command's; and by those, should they end this
    // process first.
    guard let lock = try FileLock(lock, .shared) else {
      return answer(Supervision.Report(ending: .unstarted(EWOULDBLOCK)))
    }
    lock.inherit()
    return withExtendedLifetime(lock) { answer(request) }
  } catch {
    return answer(Supervision.Report(ending: .unstarted(error.number)))
  }
}

private func answer(_ request: Supervision.Request) -> Int32 {
  answer(Supervision.Watch.report(on: request))
}

private func answer(_ report: Supervision.Report) -> Int32 {
  // Nobody is left to read it where the gate is gone.
  _ = writeAll(report.line.utf8, to: 1)
  return 0
}

/// Signals stay pending, where `isAskedToStop` finds them; a handler would need global state.
private func blockSignals() {
  var signals = stopSignals()
  unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  signal(SIGPIPE, SIG_IGN)
  // Ignored signals are inherited; ignoring this one would hide how the command ends.
  signal(SIGCHLD, SIG_DFL)
}

private func stopSignals() -> sigset_t {
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] { unsafe sigaddset(&signals, number) }
  return signals
}

/// Whether one of the signals that end the supervisor has come.
func isAskedToStop() -> Bool {
  var pending = sigset_t()
  unsafe sigpending(&pending)
  return [SIGTERM, SIGINT, SIGHUP, SIGQUIT].contains { unsafe sigismember(&pending, $0) == 1 }
}
