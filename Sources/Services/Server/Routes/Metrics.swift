internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Metrics
internal import Monitor
internal import NIOCore
internal import Postgres

/// `/metrics`, for Prometheus: what was counted, and how it is at this moment.
struct MetricsRoutes: Sendable {
  let registry: MetricsRegistry
  let pool: Pool
  let feed: EventFeed
  let monitor: AgentMonitor

  func add(to router: Router<GateContext>) {
    router.get("/metrics") { _, _ in
      await look()
      return Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition)))
    }
  }

  private func look() async {
    registry.forget([
      "gate_agents", "gate_source_up", "gate_source_look_seconds", "gate_source_dropped",
    ])
    // Where the database is away everything else still says how it is.
    if let board = try? await AgentBoard.read(from: pool, now: .now) {
      for (status, count) in board.counts {
        set("gate_agents", Double(count), [("status", status.rawValue)])
      }
    }
    for (source, health) in await monitor.sourceHealth {
      set("gate_source_up", health.isUp ? 1 : 0, [("source", source)])
      set("gate_source_look_seconds", health.look.seconds, [("source", source)])
      set("gate_source_dropped", Double(health.dropped), [("source", source)])
    }
    set("gate_monitor_active", await monitor.isActive ? 1 : 0)
    set("gate_event_readers", Double(feed.readerCount))
  }

  private func set(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
    Gauge(label: label, dimensions: dimensions, factory: registry).record(value)
  }
}

/// Counts requests, and how long they take, by method and status.
struct RequestMetrics<Context: RequestContext>: RouterMiddleware {
  private let registry: MetricsRegistry

  init(_ registry: MetricsRegistry) { self.registry = registry }

  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = try await next(request, context)
    let labels = [("method", request.method.rawValue), ("status", "\(response.status.code)")]
    Counter(label: "gate_http_requests_total", dimensions: labels, factory: registry).increment()
    Timer(label: "gate_http_request_seconds", dimensions: labels, factory: registry)
      .record(duration: ContinuousClock.now - start)
    return response
  }
}
