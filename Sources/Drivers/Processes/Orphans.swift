internal import CProcesses

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The processes of commands whose supervisor they ended: they become this process's children.
package enum Orphans {
  /// From now on, this process is the parent of every descendant that loses its own.
  package static func adopt() {
    _ = gate_become_subreaper()
  }

  /// Ends all that is left below this process. For when no command runs any more.
  package static func end() {
    #if os(Linux)
      let clock = ContinuousClock()
      let deadline = clock.now + Supervision.patience
      while clock.now < deadline {
        let left = descendants(of: getpid())
        if left.isEmpty { return }
        // What is stopped starts no further process while the others are ended.
        for process in left { kill(process, SIGSTOP) }
        for process in left { kill(process, SIGKILL) }
        while waitpid(-1, nil, WNOHANG) > 0 {}
        usleep(2000)
      }
    #endif
  }
}
