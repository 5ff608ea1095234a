internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Monitor
internal import Postgres

/// `/hooks/{claude|codex|gemini|generic}`: what an agent's own program reports, with the key of its lane.
struct HookRoutes: Sendable {
  let pool: Pool
  let monitor: AgentMonitor
  let workspace: Workspace

  func add(to router: Router<GateContext>) {
    router.post("/hooks/:dialect", use: take)
  }

  /// 204 where what follows from the report is in the database, 202 where another server's monitor was told of it.
  @Sendable func take(_ request: Request, _ context: GateContext) async throws -> Response {
    guard let dialect = HookDialect(rawValue: word("dialect", of: context)) else {
      let known = HookDialect.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.notFound, "Nobody reports like that here.", hint: "It is one of \(known).")
    }
    guard case .lane(let reporter) = try workspace.holder(of: request) else {
      throw Problem(.forbidden, "The gate's own key is no lane's.")
    }
    guard let id = AgentID(reporter.lane.description) else {
      throw Problem(.badRequest, "The lane's name is none of an agent.")
    }
    let payload = try await bytes(of: request, atMost: HookReport.maximumBytes)
    let report: HookReport
    do throws(HookProblem) {
      report = try HookReport(payload, from: dialect, agent: id, kind: reporter.kind, at: .now)
    } catch {
      let reason = error.description
      throw Problem(.badRequest, "\(reason.prefix(1).uppercased())\(reason.dropFirst()).")
    }
    let agent = SightedAgent(
      id, lane: reporter.lane, kind: reporter.kind, source: "hook", locator: [:])
    do {
      switch try await monitor.hear(report.evidence, of: agent, forwardingBy: pool) {
      case .taken: return Response(status: .noContent)
      case .forwarded: return Response(status: .accepted)
      }
    } catch {
      context.logger.warning("a report of lane \(reporter.lane) is not written: \(error)")
      throw Problem(
        .serviceUnavailable, "The report could not be written.", hint: "Report it again.")
    }
  }
}

extension Workspace {
  /// In whose name a request comes.
  func holder(of request: Request) throws -> KeyHolder {
    let words = request.headers[.authorization]?.split(separator: " ") ?? []
    let key = words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
    guard let holder = key.flatMap(holder) else {
      throw Problem(
        .unauthorized, "The key is missing, or was not given out here.",
        hint: "Send `Authorization: Bearer KEY`; `gate report` does.")
    }
    return holder
  }
}
