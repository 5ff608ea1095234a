import GateModel
import GatePipeline
import GateSuites
import GateWaves

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
  /// What runs, by its name here.
  private var running: [(name: String, since: ContinuousClock.Instant)] = []

  /// Whoever else is told of it.
  private let news: RunNews?

  init(_ environment: [String: String], _ news: RunNews?) {
    self.news = news
    isLive =
      Console.isTerminal(STDERR_FILENO) && environment["TERM"] != "dumb"
      && environment["CI"] == nil
  }

  /// Shows events until there are no more.
  func show(_ events: AsyncStream<RunEvent>) async {
    await show(events) { await $0.take($1, of: nil) }
  }

  /// The same of a wave: each check with the lanes that it is tried on.
  func show(_ events: AsyncStream<WaveEvent>) async {
    await show(events) { await $0.take($1) }
  }

  private func show<Event: Sendable>(
    _ events: AsyncStream<Event>, _ take: (Progress, Event) async -> Void
  ) async {
    await withTaskGroup { group in
      if isLive {
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))  // Woken early: it ends.
            await self.draw()
          }
        }
      }
      for await event in events { await take(self, event) }
      group.cancelAll()
    }
    running = []
    draw()
  }

  private func take(_ event: WaveEvent) {
    switch event {
    case .trying(let wanted): say("\(wanted.combination): \(wanted.why)")
    case .check(_, .preparing): break
    case .check(let combination, let event): take(event, of: combination.description)
    case .found(let combination, let verdict):
      running.removeAll { $0.name.hasPrefix("\(combination): ") }
      say("\(combination): \(verdict?.rawValue ?? "given up")")
    case .idle(let combination): say("\(combination): nothing to try")
    }
  }

  private func take(_ event: RunEvent, of lanes: String?) {
    let place = lanes.map { "\($0): " } ?? ""
    news?.tell(event, on: lanes)
    switch event {
    case .preparing(let checks):
      let names = checks.map(\.id.description).joined(separator: ", ")
      if !isLive { Console.say("preparing the files for \(names)") }
    case .started(let check):
      running.append(("\(place)\(check.id)", clock.now))
      if !isLive { Console.say("\(place)\(check.id): started") }
    case .finished(let outcome):
      running.removeAll { $0.name == "\(place)\(outcome.check.id)" }
      if !isLive { Console.say("\(place)\(outcome.check.id): \(outcome.result.name)") }
    }
  }

  /// A line that stays, above the one that is drawn again.
  private func say(_ line: String) {
    if isLive { Console.show("\r\u{1B}[K") }
    Console.say(line)
    draw()
  }

  private func draw() {
    guard isLive else { return }
    let parts = running.map { "\($0.name) \((clock.now - $0.since).components.seconds) s" }
    let line = parts.isEmpty ? "" : "running: " + parts.joined(separator: ", ")
    Console.show("\r\u{1B}[K" + line.prefix(width - 1))
  }

  private var width: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    return isKnown ? Int(size.ws_col) : 80
  }
}
