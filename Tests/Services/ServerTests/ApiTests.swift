import Foundation
import GateModel
import HTTPTypes
import Hummingbird
import Logging
import Postgres
import TestSupport
import Testing

@testable import Monitor
@testable import Server

@Suite("what the server answers", .timeLimit(.minutes(5)))
struct ApiTests {
  @Test("states come from hooks, and are listed, filtered, explained and acknowledged")
  func agents() async throws {
    try await withServer { serving in
      #expect(try await serving.report("running", lane: "A") == 204)
      #expect(try await serving.report("waiting_input", "which branch?", lane: "B") == 204)
      let all = try await serving.get("/api/agent-status")
      let counts = try #require(all["counts"] as? [String: Int])
      #expect(counts["running"] == 1 && counts["waiting_input"] == 1 && counts["needs_you"] == 1)
      let agents = try #require(all["agents"] as? [[String: Any]])
      #expect(agents.map { $0["id"] as? String } == ["B", "A"])
      #expect(agents[0]["waiting_for"] as? String == "which branch?")
      #expect(agents[0]["kind"] as? String == "codex" && agents[0]["wave"] as? Int == 1)
      let filters = [
        ("lane=A", 1), ("lane=A,B", 2), ("status=waiting_input,idle", 1), ("needs_me=1", 1),
        ("wave=1", 2), ("wave=2", 0), ("lane=C", 0),
      ]
      for (filter, count) in filters {
        let found = try await serving.get("/api/agent-status?\(filter)")["agents"] as? [Any]
        #expect(found?.count == count, "\(filter)")
      }
      let why = try await serving.get("/api/agent-status/B/why")
      let decided = why["decided"] as? [String: Any]
      #expect(
        decided?["rule"] as? String == "generic/report" && decided?["tier"] as? String == "hook")
      for status in ["running", "idle", "running"] {
        #expect(try await serving.report(status, lane: "B") == 204)
      }
      var seen: [Int] = []
      var path: String? = "/api/agent-status/B/history?limit=2"
      while let next = path {
        let page = try await serving.get(next)
        let changes = try #require(page["changes"] as? [[String: Any]])
        seen += changes.compactMap { $0["number"] as? Int }
        path = (page["next"] as? Int).map { "/api/agent-status/B/history?limit=2&before=\($0)" }
      }
      #expect(seen == [4, 3, 2, 1])
      #expect(try await serving.report("waiting_approval", "rm -rf", lane: "B") == 204)
      let asked = try await serving.get("/api/agent-status/B")
      let id = try #require(asked["history_id"] as? Int)
      let old =
        "-d '{\"by\": \"ann\", \"history_id\": \(id - 1)}' \(serving.url)/api/agent-status/B/ack"
      #expect(try await serving.curl(old).status == 409)
      let now =
        "-d '{\"by\": \"ann\", \"history_id\": \(id)}' \(serving.url)/api/agent-status/B/ack"
      #expect(try await serving.curl(now).status == 204)
      let by = try await serving.get("/api/agent-status/B")["acknowledged"] as? [String: Any]
      #expect(by?["by"] as? String == "ann")
      #expect(try await serving.report("running", lane: "B") == 204)
      #expect(try await serving.get("/api/agent-status/B")["acknowledged"] == nil)
    }
  }

  @Test("what is refused is a problem, and says what to do")
  func refusals() async throws {
    try await withServer { serving in
      let key = try #require(try await serving.keys().lanes["A"])
      let gate = try await serving.keys().gate
      let (url, auth) = (serving.url, "-H 'Authorization: Bearer \(key)'")
      try serving.world.write(String(repeating: "x", count: 65_537), to: "../large")
      #expect(try await serving.report("running", lane: "A") == 204)
      let cases: [(arguments: String, status: Int)] = [
        ("\(url)/nothing", 404), ("\(url)/api/agent-status/X", 404),
        ("\(url)/api/agent-status/%00", 404), ("'\(url)/api/agent-status?status=lazy'", 400),
        ("'\(url)/api/agent-status/A/history?limit=0'", 400),
        ("'\(url)/api/agent-status?wave=abc'", 400),
        ("'\(url)/api/agent-status?needs_me=false'", 400),
        ("-d '[1]' \(url)/api/agent-status/A/ack", 400),
        ("-d '{\"history_id\": \"1x\"}' \(url)/api/agent-status/A/ack", 400),
        ("'\(url)/?refresh=0'", 400),
        ("-H 'Host: evil.example' \(url)/", 421), ("-H 'Origin: http://evil.example' \(url)/", 403),
        ("-H 'Origin: null' \(url)/", 403), ("-H 'Host: 127.0.0.1:1@evil.example' \(url)/", 421),
        ("-d 'history=1' \(url)/agents/nobody/ack", 404),
        ("-d 'history=x' \(url)/agents/A/ack", 400), ("-d '' \(url)/agents/A/ack", 400),
        ("-d 'history=1&refresh=0' \(url)/agents/A/ack", 400),
        ("-d '{}' \(url)/hooks/generic", 401),
        ("-H 'Authorization: Bearer x' -d '{}' \(url)/hooks/generic", 401),
        ("-H 'Authorization: Bearer \(gate)' -d '{}' \(url)/hooks/generic", 403),
        ("\(auth) -d '{}' \(url)/hooks/cobol", 404), ("\(auth) -d 'no' \(url)/hooks/claude", 400),
        ("\(auth) -d '{\"status\": \"lazy\"}' \(url)/hooks/generic", 400),
        ("\(auth) --data-binary @../large \(url)/hooks/claude", 413),
        ("\(auth) -d '{\"kind\": \"run_started\", \"payload\": {}}' \(url)/api/events", 403),
        (
          "-H 'Authorization: Bearer \(gate)' -d '{\"kind\": \"run_ended\", \"payload\": {\"a\": \"\\u0000\"}}' \(url)/api/events",
          400
        ),
        (
          "-H 'Authorization: Bearer \(gate)' -d '{\"kind\": \"agent_status\", \"payload\": {}}' \(url)/api/events",
          400
        ),
      ]
      for (arguments, status) in cases {
        let answer = try await serving.curl(arguments)
        #expect(answer.status == status, "\(arguments): \(answer.body)")
        let problem =
          try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        #expect(
          problem?["status"] as? Int == status && problem?["detail"] is String, "\(arguments)")
      }
      let head = try await serving.world.sh("curl -sSi \(url)/").output.lowercased()
      for line in [
        "content-security-policy: default-src 'self'", "x-content-type-options: nosniff",
      ] {
        #expect(head.contains(line), "\(head.prefix(600))")
      }
      let tag = try await serving.world.sh(
        "curl -sSi \(url)/api/agent-status | grep -i '^etag' | cut -d' ' -f2- | tr -d '\\r'")
      let again = "-H 'If-None-Match: \(tag.output.trimmingCharacters(in: .newlines))'"
      #expect(try await serving.curl("\(again) \(url)/api/agent-status").status == 304)
      #expect(try await serving.report("idle", lane: "A") == 204)
      #expect(try await serving.curl("\(again) \(url)/api/agent-status").status == 200)
      #expect(try await serving.curl("-I \(url)/").status == 200)
      let metrics = try await serving.curl("\(url)/metrics").body
      for line in [
        "gate_http_requests_total{method=\"GET\",status=\"404\"} ",
        "gate_agents{status=\"dead\"} 0",
        "gate_source_up{source=\"tmux\"} ", "gate_monitor_active 1", "gate_event_readers 0",
        "# TYPE gate_http_request_seconds histogram",
      ] {
        #expect(metrics.contains(line), "\(line) in \(metrics)")
      }
      for path in ["/healthz", "/readyz"] {
        #expect(try await serving.curl(url + path).status == 200, "\(path)")
      }
    }
  }

  @Test("openapi.json names every route, and no other")
  func openAPI() async throws {
    let settings = ConnectionSettings()
    let monitor = AgentMonitor(on: settings, sources: [], rulesVersion: "", log: { _ in })
    let workspace = Workspace(
      plan: { .init() }, holder: { _ in nil }, work: { [] }, conflicts: { nil }, reports: { [] })
    let server = WebServer(
      at: WebAddress(), on: settings, monitor: monitor, workspace: workspace, version: "1",
      logger: Logger(label: "test"))
    let pool = Pool(settings, maximum: 1)
    let routes = server.router(pool, EventFeed(settings, pool), DatabaseProbe(pool)).routes.map {
      route in
      let path = "\(route.path)".split(separator: "/").map {
        $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0)
      }
      return "\(route.method.rawValue) /" + path.joined(separator: "/")
    }
    .filter { !$0.hasPrefix("HEAD") }
    #expect(Set(routes) == Set(endpoints.map { "\($0.method.rawValue) \($0.path)" }))
    #expect(routes.count == endpoints.count)
    // What a wave freezes; the version is not part of it.
    let text = description(version: "0").text() + "\n"
    #expect(try golden("docs/openapi.json", text) == .same)
  }
}
