internal import GateModel
package import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `1 test`, `2 tests`.
package func count(_ number: Int, _ word: String, _ plural: String? = nil) -> String {
  "\(number) \(number == 1 ? word : plural ?? word + "s")"
}

/// `20 minutes`, `90 seconds`.
package func spoken(_ duration: Duration) -> String {
  let seconds = duration.seconds
  if seconds >= 60, seconds.truncatingRemainder(dividingBy: 60) == 0 {
    return count(Int(min(seconds / 60, 1e9)), "minute")
  }
  return seconds.rounded() == seconds && seconds < 1e9
    ? count(Int(seconds), "second") : "\(seconds) seconds"
}

/// How a command ended, as the rest of a sentence.
package func spoken(_ ending: CommandResult.Ending) -> String {
  switch ending {
  case .exited(let code): "exited with \(code)"
  case .signalled(let number): "was killed by \(signalName(number))"
  case .timedOut: "ran into its time limit"
  case .cancelled: "was interrupted"
  case .couldNotStart(let why): "could not start: \(why)"
  }
}

private func signalName(_ number: Int32) -> String {
  switch number {
  case SIGABRT: "SIGABRT"
  case SIGBUS: "SIGBUS"
  case SIGFPE: "SIGFPE"
  case SIGHUP: "SIGHUP"
  case SIGILL: "SIGILL"
  case SIGINT: "SIGINT"
  case SIGKILL: "SIGKILL (perhaps for lack of memory)"
  case SIGPIPE: "SIGPIPE"
  case SIGSEGV: "SIGSEGV"
  case SIGTERM: "SIGTERM"
  case SIGTRAP: "SIGTRAP"
  case SIGXCPU: "SIGXCPU"
  default: "signal \(number)"
  }
}
