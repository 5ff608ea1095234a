internal import Hummingbird
internal import Postgres

/// `/healthz`: the process answers. `/readyz`: its database does too.
func addHealth(to router: Router<GateContext>, _ pool: Pool) {
  router.get("/healthz") { _, _ in "ok\n" }
  router.get("/readyz") { _, _ in
    do {
      // One that was stopped takes connections and does not answer.
      try await withThrowingTaskGroup { group in
        defer { group.cancelAll() }
        group.addTask { _ = try await pool.withReader { try await $0.query("select 1") } }
        group.addTask {
          try await Task.sleep(for: .seconds(2))
          throw Problem(.serviceUnavailable, "The database does not answer in time.")
        }
        try await group.next()
      }
      return "ready\n"
    } catch {
      throw Problem(
        .serviceUnavailable, "The database does not answer.", hint: "See the server's log.")
    }
  }
}
