internal import Hummingbird
package import Logging
package import Postgres
internal import ServiceLifecycle
internal import UnixSignals

/// Where a server listens, and for whom it answers.
package struct WebAddress: Sendable, Hashable {
  /// An address of this machine: `127.0.0.1`, `::1`, `0.0.0.0`.
  package var host: String
  /// 0 for one that is free.
  package var port: Int

  /// Listens on loopback, where no argument says otherwise.
  package init(host: String = "127.0.0.1", port: Int = 0) {
    (self.host, self.port) = (host, port)
  }

  /// Whether nobody from another machine reaches it.
  package var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }
}

/// The dashboard and the API of an instance, on its database.
package struct WebServer: Sendable {
  private let address: WebAddress
  private let pool: Pool
  private let version: String
  private let logger: Logger

  /// Takes what it serves; nothing listens yet.
  ///
  /// - Parameters:
  ///   - pool: sessions with the instance's database, whose schema is the newest.
  ///   - version: the program's.
  package init(at address: WebAddress, on pool: Pool, version: String, logger: Logger) {
    self.address = address
    self.pool = pool
    self.version = version
    self.logger = logger
  }

  /// Answers until SIGINT or SIGTERM, then lets what is under way end.
  ///
  /// - Parameter ready: is told the port once it listens.
  package func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    let metrics = MetricsRegistry()
    let router = Router()
    router.addMiddleware {
      RequestMetrics(metrics)
      SecurityHeaders()
      Problems()
      SameSite(address)
    }
    addHealth(to: router, pool)
    addMetrics(to: router, metrics)
    addDescription(to: router, version: version)
    var application = Application(
      router: router,
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port), serverName: "gate"),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { ready(port) }
      },
      logger: logger)
    application.logger.logLevel = .warning
    try await application.runService(gracefulShutdownSignals: [.sigint, .sigterm])
  }
}
