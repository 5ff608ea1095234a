internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Child {
  /// Tells it to end, and waits for that; what still runs after a while is killed.
  package func end(_ signal: Int32, within patience: Duration) async {
    send(signal)
    let milliseconds = Int(patience / .milliseconds(1))
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      self.send(SIGKILL)
    }
    _ = await ending()
  }
}
