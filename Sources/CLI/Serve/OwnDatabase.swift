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
  func keepRunning() async throws {
    while true {
      try await Task.sleep(for: .milliseconds(250))
      guard let server, !server.isRunning else { continue }
      Console.say("gate: the database has ended; it is started again")
      await stop()
      _ = try await start()
    }
  }

  func stop() async {
    await server?.stop()
    server = nil
  }
}
