internal import HTTPTypes
internal import Hummingbird
internal import Metrics
internal import NIOCore

/// `/metrics`, for Prometheus.
func addMetrics(to router: Router<GateContext>, _ registry: MetricsRegistry) {
  router.get("/metrics") { _, _ in
    Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition)))
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
