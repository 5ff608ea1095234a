internal import Hummingbird
package import Logging
package import Monitor
internal import NIOCore
package import Postgres
internal import ServiceLifecycle
internal import UnixSignals

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The dashboard and the API of an instance, on its database.
package struct WebServer: Sendable {
  private let address: WebAddress
  private let settings: ConnectionSettings
  private let monitor: AgentMonitor
  private let workspace: Workspace
  private let version: String
  private let logger: Logger

  /// Takes what it serves; nothing listens yet.
  ///
  /// - Parameters:
  ///   - settings: the instance's database, whose schema is the newest.
  ///   - version: the program's.
  package init(
    at address: WebAddress, on settings: ConnectionSettings, monitor: AgentMonitor,
    workspace: Workspace, version: String, logger: Logger
  ) {
    self.address = address
    self.settings = settings
    self.monitor = monitor
    self.workspace = workspace
    self.version = version
    self.logger = logger
  }

  /// Answers until SIGINT, SIGTERM or SIGHUP, then lets what is under way end, for ten seconds at most.
  ///
  /// - Parameter ready: is told the port once it listens.
  package func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    let pool = Pool(settings, maximum: 8)
    let feed = EventFeed(settings, pool)
    let probe = DatabaseProbe(pool)
    let router = router(pool, feed, probe)
    var application = Application(
      router: router,
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port), serverName: "gate"),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { ready(port) }
      },
      logger: logger)
    application.logger.logLevel = .warning
    var configuration = ServiceGroupConfiguration(
      services: [
        .init(service: feed), .init(service: probe),
        .init(service: MonitorService(monitor: monitor)), .init(service: application),
      ],
      gracefulShutdownSignals: [.sigint, .sigterm, .sighup], logger: application.logger)
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
      throw ListenError(address: address, reason: error.errnoCode == EADDRINUSE ? nil : "\(error)")
    }
    pool.close()
  }

  /// All that it answers.
  func router(
    _ pool: Pool, _ feed: EventFeed, _ probe: DatabaseProbe
  ) -> Router<GateContext> {
    let metrics = MetricsRegistry()
    let router = Router(context: GateContext.self, options: .autoGenerateHeadEndpoints)
    router.addMiddleware {
      RequestMetrics(metrics)
      SecurityHeaders()
      Problems()
      SameSite(address)
    }
    addHealth(to: router, probe)
    MetricsRoutes(registry: metrics, pool: pool, feed: feed, monitor: monitor).add(to: router)
    addDescription(to: router, version: version)
    addEvents(to: router, feed)
    addRuns(to: router, pool, workspace)
    AgentRoutes(pool: pool, monitor: monitor, workspace: workspace).add(to: router)
    DashboardRoutes(pool: pool, monitor: monitor, workspace: workspace).add(to: router)
    HookRoutes(pool: pool, monitor: monitor, workspace: workspace).add(to: router)
    return router
  }
}

/// Why nothing listens at an address.
package struct ListenError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it was to listen.
  package var address: WebAddress
  /// In the system's words; nil where somebody else listens there.
  package var reason: String?

  /// One sentence.
  package var description: String {
    guard let reason else {
      return "somebody else listens on port \(address.port): choose another --port"
    }
    return "nothing can listen on \(address.host), port \(address.port): \(reason)"
  }
}

/// The monitor, until the server ends.
private struct MonitorService: Service {
  let monitor: AgentMonitor

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await monitor.run() }
    } catch is CancellationError {}  // The server ends.
  }
}
