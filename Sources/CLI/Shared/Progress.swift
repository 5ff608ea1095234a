import GateModel
import GateSuites

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What runs right now, on standard error: on a terminal one line that is drawn again and again,
/// elsewhere a line for each start and end.
actor Progress {
  private let isLive: Bool
  private let clock = ContinuousClock()
  private var running: [(check: CheckID, since: ContinuousClock.Instant)] = []

  init(_ environment: [String: String]) {
    isLive =
      Console.isTerminal(STDERR_FILENO) && environment["TERM"] != "dumb"
      && environment["CI"] == nil
  }

  /// Shows events until there are no more.
  func show(_ events: AsyncStream<RunEvent>) async {
    await withTaskGroup { group in
      if isLive {
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))  // Woken early: it ends.
            await self.draw()
          }
        }
      }
      for await event in events { take(event) }
      group.cancelAll()
    }
    running = []
    draw()
  }

  private func take(_ event: RunEvent) {
    switch event {
    case .started(let check):
      running.append((check.id, clock.now))
      if !isLive { Console.say("\(check.id): started") }
    case .finished(let outcome):
      running.removeAll { $0.check == outcome.check.id }
      if !isLive { Console.say("\(outcome.check.id): \(outcome.result.name)") }
    }
  }

  private func draw() {
    guard isLive else { return }
    let parts = running.map { "\($0.check) \((clock.now - $0.since).components.seconds) s" }
    let line = parts.isEmpty ? "" : "running: " + parts.joined(separator: ", ")
    Console.show("\r\u{1B}[K" + line.prefix(width - 1))
  }

  private var width: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    return isKnown ? Int(size.ws_col) : 80
  }
}
