internal import Processes

/// Agents whose processes somebody else knows: whether they live, and what they left running.
///
/// It looks once a second, for what they started every five seconds. That a process ended is believed at once; with which code only its parent knows.
package struct ProcessSource: EvidenceSource {
  /// Its word in answers and metrics.
  package let name = "process"
  private let known: @Sendable () -> [KnownProcess]
  private let now: @Sendable () -> Instant

  /// Makes one.
  ///
  /// - Parameter known: asked before each look.
  package init(
    known: @escaping @Sendable () -> [KnownProcess], now: @escaping @Sendable () -> Instant
  ) {
    (self.known, self.now) = (known, now)
  }

  /// Looks until its task is cancelled.
  @concurrent package func watch(
    _ report: @escaping @Sendable (SourceReport) async -> Attention
  ) async throws {
    var watch = ProcessWatch()
    var (running, number) = ([ProcessSight](), 0)
    while true {
      let start = now()
      let known = known()
      if number.isMultiple(of: 5) { running = known.isEmpty ? [] : ProcessSight.all() }
      number += 1
      let evidence = watch.look(
        at: known, running: running, { ProcessSight($0) }, now: now())
      if !evidence.isEmpty {
        let health = SourceHealth(look: start.duration(to: now()))
        _ = await report(SourceReport(evidence: evidence, health: health))
      }
      try await Task.sleep(for: .seconds(1))
    }
  }
}
