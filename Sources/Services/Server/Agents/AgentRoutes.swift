internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Monitor
internal import NIOCore
internal import Postgres

/// `/api/agent-status`: what every agent is doing, since when, and why that is believed.
struct AgentRoutes: Sendable {
  let pool: Pool
  let monitor: AgentMonitor
  let workspace: Workspace

  func add(to router: Router<GateContext>) {
    let group = router.group("/api/agent-status")
    group.get(use: list)
    group.get("healthz", use: health)
    group.get(":id", use: one)
    group.get(":id/history", use: history)
    group.get(":id/why", use: why)
    group.post(":id/ack", use: acknowledge)
  }

  /// Filters by wave, lane and status, each with commas between several, and by `needs_me=1`.
  @Sendable func list(_ request: Request, _ context: GateContext) async throws -> Response {
    let query = request.uri.queryParameters
    let now = Instant.now
    var board = try await AgentBoard.read(from: pool, now: now)
    let plan = await workspace.plan()
    board = board.fitting(plan, now: now)
    let (lanes, statuses) = (words(query["lane"]), words(query["status"]))
    if let unknown = statuses.first(where: { Status(rawValue: $0) == nil }) {
      throw Problem(
        .badRequest, "`\(unknown)` is no status.",
        hint: "It is one of \(Status.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    let waves = try words(query["wave"]).map { word in
      guard let wave = Int(word) else {
        throw Problem(.badRequest, "`\(word)` is no wave's number.")
      }
      return wave
    }
    let needsMe = try number("needs_me", of: request, in: 0...1) == 1
    board.agents.removeAll { entry in
      let lane = entry.agent.lane
      return (!lanes.isEmpty && !(lane.map { lanes.contains($0.description) } ?? false))
        || (!statuses.isEmpty && !statuses.contains(entry.standing.status.rawValue))
        || (!waves.isEmpty && !(lane.flatMap(plan.wave(of:)).map(waves.contains) ?? false))
        || (needsMe && !entry.standing.status.needsHuman)
    }
    let isLive = await monitor.isActive
    // Of everything but the time, which passes also where nothing happens.
    let timeless = board.json(
      now: Instant(microseconds: 0), isLive: isLive, wave: plan.wave(of:)
    ).text(isPretty: false)
    return answer(
      board.json(now: now, isLive: isLive, wave: plan.wave(of:)),
      tag: "W/\"\(String(digest(of: [timeless]), radix: 16))\"", to: request)
  }

  /// How the monitor's sources are.
  @Sendable func health(_ request: Request, _ context: GateContext) async throws -> Response {
    let sources = await monitor.sourceHealth.sorted { $0.key < $1.key }
    return answer(
      .object([
        "active": .bool(await monitor.isActive),
        "sources": .object(
          sources.map { name, health in
            JSON.Member(
              name,
              .object([
                "up": .bool(health.isUp), "problem": health.problem.map { .string($0) },
                "look_ms": .number(health.look.seconds * 1000), "dropped": .integer(health.dropped),
              ]))
          }),
      ]), to: request)
  }

  @Sendable func one(_ request: Request, _ context: GateContext) async throws -> Response {
    let now = Instant.now
    let entry = try await entry(of: context, now: now)
    return answer(entry.json(now: now, wave: await workspace.plan().wave(of:)), to: request)
  }

  /// The newest first, `limit` at a time, `before` an id.
  @Sendable func history(_ request: Request, _ context: GateContext) async throws -> Response {
    let entry = try await entry(of: context, now: .now)
    let limit = try number("limit", of: request, in: 1...1000) ?? 100
    let before = try number("before", of: request, in: 1...Int.max)
    let history = try await AgentHistory.read(
      of: entry.agent.id, before: before, limit: limit, from: pool)
    var response = answer(
      .object([
        "changes": .array(history.changes.map(\.json)),
        "next": history.next.map { .integer($0) } ?? .null,
      ]), to: request)
    if let next = history.next {
      response.headers[header("Link")] =
        "<\(request.uri.path)?before=\(next)&limit=\(limit)>; rel=\"next\""
    }
    return response
  }

  /// All that was weighed where the monitor runs here; else what decided the last change.
  @Sendable func why(_ request: Request, _ context: GateContext) async throws -> Response {
    let now = Instant.now
    let entry = try await entry(of: context, now: now)
    if let why = await monitor.why(entry.agent.id) {
      return answer(why.json(now: now), to: request)
    }
    let last = try await AgentHistory.read(of: entry.agent.id, limit: 1, from: pool).changes.first
    return answer(
      .object([
        "status": .string(entry.standing.status.rawValue),
        "since": .string(entry.standing.since.timestamp), "decided": last?.evidence ?? .null,
      ]), to: request)
  }

  /// A body `{"by": "anna", "history_id": 913}`, both optional.
  @Sendable func acknowledge(_ request: Request, _ context: GateContext) async throws -> Response {
    let entry = try await entry(of: context, now: .now)
    let body = try await json(of: request)
    let name = body["by"]?.string ?? "somebody"
    guard (1...100).contains(name.utf8.count), !name.contains("\0") else {
      throw Problem(.badRequest, "`by` is a name of at most 100 bytes.")
    }
    let history = body["history_id"]
    guard body.members != nil, history == nil || history?.integer != nil else {
      throw Problem(.badRequest, "`history_id` is the number of a change.")
    }
    let isTaken = try await Monitor.acknowledge(
      entry.agent.id, by: name, history: history?.integer, at: .now, in: pool)
    guard isTaken else {
      throw Problem(.conflict, "The agent has changed since.", hint: "Look at it again.")
    }
    return Response(status: .noContent)
  }

  private func entry(of context: GateContext, now: Instant) async throws -> AgentBoard.Entry {
    let id = word("id", of: context)
    let board = try await AgentBoard.read(from: pool, now: now)
    guard let entry = board.agents.first(where: { $0.agent.id.description == id }) else {
      throw Problem(
        .notFound, "There is no agent of that name.", hint: "GET /api/agent-status lists them.")
    }
    return entry
  }
}
