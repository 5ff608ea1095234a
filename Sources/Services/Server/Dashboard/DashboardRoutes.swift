internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Monitor
internal import NIOCore
internal import Postgres

/// `/`: one page that says what every agent is doing and who needs a human.
struct DashboardRoutes: Sendable {
  let pool: Pool
  let monitor: AgentMonitor
  let workspace: Workspace

  func add(to router: Router<GateContext>) {
    router.get("/", use: page)
    router.post("/agents/:id/ack", use: acknowledge)
    router.get("/assets/:name") { request, context in
      let name = word("name", of: context)
      guard let asset = assets.first(where: { $0.name == name }) else {
        throw Problem(.notFound, "The dashboard has no such file.")
      }
      return asset.response(to: request)
    }
  }

  @Sendable func page(_ request: Request, _ context: GateContext) async throws -> Response {
    let refresh = try number("refresh", of: request, in: refreshes)
    let page = try await view(now: .now, refresh: refresh).page
    return Response(
      status: .ok,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
  }

  private func view(now: Instant, refresh: Int?) async throws -> DashboardView {
    let plan = await workspace.plan()
    let board = try await AgentBoard.read(from: pool, now: now).fitting(plan, now: now)
    let start = now.advanced(by: .zero - DashboardView.span)
    let changes = try await AgentHistory.read(since: start, from: pool)
    let work = await workspace.work()
    return DashboardView(
      now: now, project: plan, board: board, isWatched: try await AgentMonitor.isWatched(pool),
      // Empty while another monitor watches: that one's server shows them.
      blind: await monitor.sourceHealth.compactMapValues { $0.isUp ? nil : $0.problem },
      history: changes,
      isHistoryCut: changes.values.reduce(0) { $0 + $1.count } >= mostChanges,
      work: Dictionary(work.map { ($0.lane, $0) }, uniquingKeysWith: { first, _ in first }),
      conflicts: await workspace.conflicts(), reports: await workspace.reports(), refresh: refresh)
  }

  /// The button of the page, for browsers with and without scripts.
  @Sendable func acknowledge(_ request: Request, _ context: GateContext) async throws -> Response {
    let form = String(decoding: try await bytes(of: request), as: UTF8.self)
    guard let history = try number("history", ofForm: form, in: 0...Int.max) else {
      throw Problem(.badRequest, "`history` is missing: the change that was seen.")
    }
    let refresh = try number("refresh", ofForm: form, in: refreshes)
    guard let id = AgentID(word("id", of: context)),
      try await AgentBoard.read(from: pool, now: .now).agents.contains(where: { $0.agent.id == id })
    else { throw Problem(.notFound, "There is no agent of that name.") }
    // It may have changed since; then the page shows how it is now.
    _ = try await Monitor.acknowledge(id, by: "the dashboard", history: history, at: .now, in: pool)
    let page = refresh.map { "/?refresh=\($0)" } ?? "/"
    return Response(status: .seeOther, headers: [.location: "\(page)#needs-you"])
  }
}

/// In seconds.
private let refreshes = 1...3600
/// As many as `AgentHistory.read(since:from:)` gives.
private let mostChanges = 2000

/// A file of the page.
private struct Asset: Sendable {
  var name: String
  var type: String
  var bytes: [UInt8]

  func response(to request: Request) -> Response {
    let text = String(decoding: bytes, as: UTF8.self)
    let tag = "\"\(String(digest(of: [text]), radix: 16))\""
    let headers: HTTPFields = [.contentType: type, .eTag: tag, .cacheControl: "no-cache"]
    if request.headers[.ifNoneMatch] == tag {
      return Response(status: .notModified, headers: headers)
    }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

private let assets = [
  Asset(
    name: "app.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.app_js),
  Asset(name: "keys.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.keys_js),
  Asset(name: "morph.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.morph_js),
  Asset(name: "style.css", type: "text/css; charset=utf-8", bytes: PackageResources.style_css),
  Asset(name: "icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
]
