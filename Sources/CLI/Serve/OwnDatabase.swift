import Postgres

/// The server's own Postgres, whose data stay; started again where it ends by itself.
actor OwnDatabase {
  private let path: String
  private let environment: [String: String]
  private var server: Server?

  init(at path: String, environment: [String: String]) {
    self.path = path
    self.environment = environment
  }

  /// Starts it, and what was not finished when it was killed is recovered.
  ///
  /// - Returns: how to reach it, also after it was started again.
  func start() async throws -> ConnectionSettings {
    let server = try await Server.durable(at: path, environment: environment)
    self.server = server
    return server.settings
  }

  /// Until its task is cancelled.
  ///
  /// - Throws: where it cannot be started again, in ten tries.
  func keepRunning() async throws {
    var failures = 0
    while true {
      try await Task.sleep(for: .milliseconds(failures == 0 ? 250 : 1000))
      if let server, server.isRunning { continue }
      if failures == 0 { Console.say("gate: the database has ended; it is started again") }
      await stop()
      do {
        _ = try await start()
        failures = 0
      } catch {
        try Task.checkCancellation()
        failures += 1
        if failures == 10 { throw error }
      }
    }
  }

  func stop() async {
    await server?.stop()
    server = nil
  }
}
