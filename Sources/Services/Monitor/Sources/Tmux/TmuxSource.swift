internal import GateModel
package import Tmux

/// Watches the panes of one server of tmux, over one control client.
///
/// Once a second it reads the list of all panes; the screens of those whose row changed; and five times a second
/// both of those whose state is about to change. Why it reads screens instead of letting tmux search them:
/// docs/decisions/0017.
package struct TmuxSource: EvidenceSource {
  /// Its word.
  package let name = "tmux"
  /// Which server.
  let address: TmuxAddress
  let environment: [String: String]
  let roster: Roster
  let rules: RulePack
  let clock: @Sendable () -> Instant
  let pace: Pace

  /// How often it looks, and how long it waits.
  package struct Pace: Sendable, Hashable {
    /// From one look at all panes to the next.
    package var base = Duration.milliseconds(1000)
    /// The same for those whose state is about to change.
    package var burst = Duration.milliseconds(200)
    /// For an answer of tmux.
    package var patience = Duration.milliseconds(5000)
    /// Before the first new try after a failure; doubled with each that fails too, up to the last.
    package var firstDelay = Duration.milliseconds(150)
    /// Between two tries at most.
    package var lastDelay = Duration.milliseconds(30000)

    /// The usual one.
    package init() {}
  }

  /// Makes a source; it does nothing before it is told to watch.
  ///
  /// - Parameters:
  ///   - environment: of the process, for PATH and TMUX_TMPDIR.
  ///   - clock: says what time it is.
  package init(
    _ address: TmuxAddress, environment: [String: String], roster: @escaping Roster,
    rules: RulePack,
    pace: Pace = Pace(), clock: @escaping @Sendable () -> Instant
  ) {
    (self.address, self.environment, self.roster) = (address, environment, roster)
    (self.rules, self.pace, self.clock) = (rules, pace, clock)
  }

  /// Looks until its task is cancelled.
  ///
  /// - Throws: `TmuxError.missing` where there is no tmux on PATH.
  @concurrent package func watch(
    _ report: @escaping @Sendable (SourceReport) async -> Attention
  ) async throws {
    var watch = TmuxWatch(source: self, report: report)
    var delay = pace.firstDelay
    while !Task.isCancelled {
      do throws(TmuxError) {
        let client = try await ControlClient.open(address, environment, patience: pace.patience)
        let error = await watch.follow(client)
        await client.close()
        if watch.hasSeen { delay = pace.firstDelay }
        throw error
      } catch {
        switch error {
        case .missing: throw error
        case .cancelled: return
        case .absent:
          delay = pace.firstDelay
          await watch.tellGone()
          await pause(until: .now + pace.base)
        case .refused, .silent, .ended, .garbled:
          await watch.tellLost(error)
          await pause(until: .now + delay)
          delay = min(delay * 2, pace.lastDelay)
        }
      }
    }
  }

  /// Waits; a cancelled pause is over at once.
  func pause(until moment: ContinuousClock.Instant) async {
    // Whoever paused sees that the task is cancelled.
    try? await Task.sleep(until: moment, clock: .continuous)
  }
}
