internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Monitor
internal import NIOCore
internal import Postgres

/// `/`: one page that says what every agent is doing and who needs a human.
struct DashboardRoutes: Sendable {
  let pool: Pool
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
    let refresh = try number("refresh", of: request, in: 1...3600)
    let page = try await view(now: .now).page(refresh: refresh)
    return Response(
      status: .ok,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
  }

  private func view(now: Instant) async throws -> DashboardView {
    let board = try await AgentBoard.read(from: pool, now: now)
    let start = now.advanced(by: .zero - DashboardView.span)
    let changes = try await AgentHistory.read(since: start, from: pool)
    let work = await workspace.work()
    return DashboardView(
      now: now, project: await workspace.plan(), board: board,
      isWatched: try await AgentMonitor.isWatched(pool), history: changes,
      work: Dictionary(work.map { ($0.lane, $0) }, uniquingKeysWith: { first, _ in first }),
      conflicts: await workspace.conflicts(), reports: await workspace.reports())
  }

  /// The button of the page, for browsers with and without scripts.
  @Sendable func acknowledge(_ request: Request, _ context: GateContext) async throws -> Response {
    guard let id = AgentID(word("id", of: context)) else {
      throw Problem(.notFound, "There is no agent of that name.")
    }
    let form = String(decoding: try await bytes(of: request), as: UTF8.self)
    let history = form.split(separator: "&").first { $0.hasPrefix("history=") }
      .flatMap { Int($0.dropFirst(8)) }
    // It may have changed since; then the page shows how it is now.
    _ = try await Monitor.acknowledge(id, by: "the dashboard", history: history, at: .now, in: pool)
    return Response(status: .seeOther, headers: [.location: "/#needs-you"])
  }
}

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
  Asset(name: "morph.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.morph_js),
  Asset(name: "style.css", type: "text/css; charset=utf-8", bytes: PackageResources.style_css),
  Asset(name: "icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
]
