import Foundation
import Postgres
import TestSupport
import Testing

/// Read by streams.py, which shares no code with the server.
@Suite("the stream of events", .timeLimit(.minutes(5)))
struct StreamTests {
  private func read(_ serving: Serving, _ mode: String) async throws -> [String: Any] {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "streams.py")
    let key = try #require(try await serving.keys().lanes["A"])
    let answer = try await serving.world.sh(
      "ulimit -n 4096; python3 \(script.path) \(serving.port) \(key) \(mode)")
    #expect(answer.code == 0, "\(answer.output.suffix(2000))")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
  }

  @Test("cut at random bytes and resumed, it has every change once, as the table has it")
  func cut() async throws {
    try await withServer { serving in
      let answer = try await read(serving, "cut")
      let seen = try #require(answer["seen"] as? [[Any]])
      let connections = try #require(answer["connections"] as? Int)
      #expect(connections > 10)
      var rows: [[String]] = []
      var before: Int?
      repeat {
        let page = try await serving.get(
          "/api/agent-status/A/history?limit=1000" + (before.map { "&before=\($0)" } ?? ""))
        let changes = try #require(page["changes"] as? [[String: Any]])
        rows += changes.map { change in
          ["id", "number", "status", "detail"].map { "\(change[$0] ?? "")" }
        }
        before = page["next"] as? Int
      } while before != nil
      #expect(seen.map { $0.map { "\($0)" } } == rows.reversed())
      #expect(rows.count == 200)
    }
  }

  @Test("a thousand readers get the same, and those that never read slow nobody")
  func many() async throws {
    try await withServer { serving in
      let answer = try await read(serving, "many")
      #expect(answer["readers"] as? Int == 990)
      #expect(answer["same"] as? Bool == true)
      #expect(answer["events"] as? Int == 50)
      #expect(answer["median"] as? Double ?? 9 < 2, "\(answer)")
    }
  }

  @Test("a place that is not there any more is told, and the stream goes on from the end")
  func reset() async throws {
    try await withServer { serving in
      for status in ["running", "idle"] { _ = try await serving.report(status, lane: "A") }
      for place in ["999999", "never"] {
        let text = try await serving.world.sh(
          "timeout 2 curl -sN -H 'Last-Event-ID: \(place)' \(serving.url)/api/events")
        #expect(
          text.output.contains("id: 2\nevent: reset\ndata: {\"last_event_id\":2}\n\n"),
          "\(text.output)")
      }
      let some = try await serving.world.sh(
        "timeout 2 curl -sN '\(serving.url)/api/events?last_event_id=1&types=agent_status&lane=A,B'"
      )
      #expect(
        some.output.hasPrefix("retry: 3000\nid: 1\n\nid: 2\nevent: agent_status\n"),
        "\(some.output)")
    }
  }

  @Test("a server that ends lets its readers go, and does not wait for them")
  func end() async throws {
    let serving = try await Serving(Serving.world())
    async let reader = serving.world.sh("curl -sN -m 60 \(serving.url)/api/events")
    var readers = 0
    while readers == 0 {
      try await Task.sleep(for: .milliseconds(50))
      let metrics = try await serving.curl("\(serving.url)/metrics").body
      readers = metrics.contains("gate_event_readers 1") ? 1 : 0
    }
    let start = ContinuousClock.now
    await serving.stop()
    // At ten seconds it would be cut off.
    #expect(ContinuousClock.now - start < .seconds(9))
    #expect(try await reader.code == 0)
  }
}
