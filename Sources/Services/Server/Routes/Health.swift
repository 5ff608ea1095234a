internal import Hummingbird
internal import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// `/healthz`: the process answers. `/readyz`: its database does too.
func addHealth(to router: Router<GateContext>, _ probe: DatabaseProbe) {
  router.get("/healthz") { _, _ in "ok\n" }
  router.get("/readyz") { _, _ in
    guard probe.isFresh else {
      throw Problem(
        .serviceUnavailable, "The database does not answer.", hint: "See the server's log.")
    }
    return "ready\n"
  }
}

/// Asks the database again and again. A request that asked by itself would hang with one that was stopped: that takes
/// statements, and never answers, nor lets go of who waits.
final class DatabaseProbe: Service {
  private let pool: Pool
  private let answered = Mutex<ContinuousClock.Instant?>(nil)

  init(_ pool: Pool) { self.pool = pool }

  private static let period = Duration.seconds(1)

  /// Whether it answered lately.
  var isFresh: Bool {
    answered.withLock { at in at.map { ContinuousClock.now - $0 < .seconds(4) } ?? false }
  }

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { [self] in
        while true {
          do {
            _ = try await pool.withReader { try await $0.query("select 1") }
            answered.withLock { $0 = .now }
          } catch is PostgresError {
            answered.withLock { $0 = nil }
          }
          try await Task.sleep(for: DatabaseProbe.period)
        }
      }
    } catch is CancellationError {}  // The server ends.
  }
}
