internal import Hummingbird
internal import Postgres

/// `/healthz`: the process answers. `/readyz`: its database does too.
func addHealth(to router: Router<GateContext>, _ pool: Pool) {
  router.get("/healthz") { _, _ in "ok\n" }
  router.get("/readyz") { _, _ in
    do {
      _ = try await pool.withReader { try await $0.query("select 1") }
      return "ready\n"
    } catch {
      throw Problem(
        .serviceUnavailable, "The database does not answer.", hint: "See the server's log.")
    }
  }
}
