import Foundation
import Postgres
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What was answered with 204 is there after whatever end, and nothing that did not happen.
@Suite("a server that is killed", .timeLimit(.minutes(5)))
struct KilledServerTests {
  /// Reports changes one after the other, each with a detail of its own, until nobody answers.
  private func stream(
    to serving: Serving, key: String, from number: Int, atMost count: Int
  ) async throws -> [Int] {
    let script = """
      n=\(number); end=$((n + \(count))); while [ $n -lt $end ]; do
        case $((n % 2)) in 0) s=waiting_input;; 1) s=waiting_approval;; esac
        code=$(curl -s -m 10 -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer \(key)' \
          -d "{\\"status\\": \\"$s\\", \\"detail\\": \\"$n\\"}" \(serving.url)/hooks/generic)
        [ "$code" = 204 ] && echo $n
        [ "$code" = 000 ] && [ \(count) = 100000 ] && break
        n=$((n + 1))
      done
      """
    return try await serving.world.sh(script).output.split(separator: "\n").compactMap { Int($0) }
  }

  private func history(_ serving: Serving) async throws -> [(
    number: Int, from: String, to: String, detail: String
  )] {
    let page = try await serving.get("/api/agent-status/A/history?limit=1000")
    let changes = try #require(page["changes"] as? [[String: Any]])
    return changes.reversed().map { change in
      (
        change["number"] as? Int ?? 0, change["from"] as? String ?? "",
        change["status"] as? String ?? "", change["detail"] as? String ?? ""
      )
    }
  }

  private func events(_ serving: Serving) async throws -> Int {
    try await serving.get("/api/agent-status")["last_event_id"] as? Int ?? 0
  }

  private func check(_ serving: Serving, acknowledged: [Int]) async throws {
    for _ in 0..<200 where try await serving.curl("\(serving.url)/readyz").status != 200 {
      try await Task.sleep(for: .milliseconds(50))
    }
    let history = try await history(serving)
    let details = Set(history.map(\.detail))
    let lost = acknowledged.filter { !details.contains("\($0)") }
    #expect(lost.isEmpty, "lost: \(lost)")
    #expect(history.map(\.number) == Array(1...history.count))
    for (before, after) in zip(history, history.dropFirst()) {
      #expect(after.from == before.to && after.detail != before.detail, "\(before) \(after)")
    }
    #expect(history.allSatisfy { Int($0.detail) != nil }, "invented: \(history)")
  }

  @Test("kill -9 of the server in the midst of changes")
  func server() async throws {
    let world = try await Serving.world()
    var acknowledged: [Int] = []
    for round in 0..<3 {
      let serving = try await Serving(world)
      let key = try #require(try await serving.keys().lanes["A"])
      if round > 0 { try await check(serving, acknowledged: acknowledged) }
      async let answered = stream(to: serving, key: key, from: round * 1000, atMost: 100_000)
      let before = try await events(serving)
      while try await events(serving) <= before { try await Task.sleep(for: .milliseconds(50)) }
      try await Task.sleep(for: .milliseconds(170 + 130 * round))
      kill(serving.process, SIGKILL)
      acknowledged += try await answered
      #expect(acknowledged.count > round)
    }
    let last = try await Serving(world)
    try await check(last, acknowledged: acknowledged)
    await last.stop()
  }

  @Test("kill -9 of its Postgres in the midst of changes: it comes back, and so do the answers")
  func database() async throws {
    let serving = try await Serving(Serving.world())
    let key = try #require(try await serving.keys().lanes["A"])
    async let answered = stream(to: serving, key: key, from: 0, atMost: 300)
    for _ in 0..<2 {
      try await Task.sleep(for: .milliseconds(1500))
      let file = "cat ~/.local/state/gate/*/db/data/postmaster.pid | head -1"
      let id = try await serving.world.sh(file).output.trimmingCharacters(in: .newlines)
      kill(try #require(pid_t(id)), SIGKILL)
    }
    let acknowledged = try await answered
    #expect(acknowledged.count > 30, "\(acknowledged.count)")
    try await check(serving, acknowledged: acknowledged)
    await serving.stop()
  }

  @Test("of two servers on one database one watches, both tell, and the other takes over")
  func takeover() async throws {
    try await withHost { host in
      let url = try await host.database().settings.url
      let world = try await Serving.world()
      let first = try await Serving(world, name: "first", database: url)
      let second = try await Serving(world, name: "second", database: url)
      #expect(try await first.get("/api/agent-status/healthz")["active"] as? Bool == true)
      #expect(try await second.get("/api/agent-status/healthz")["active"] as? Bool == false)
      // The one that does not watch forwards what it is told.
      #expect(try await second.report("running", "by the second", lane: "A") == 202)
      #expect(try await first.report("waiting_input", "by the first", lane: "B") == 204)
      for serving in [first, second] {
        let text = try await world.sh(
          "timeout 2 curl -sN '\(serving.url)/api/events?last_event_id=0'")
        #expect(text.output.contains("by the first") && text.output.contains("by the second"))
      }
      await first.stop(SIGKILL)
      var isActive = false
      for _ in 0..<100 where !isActive {
        try await Task.sleep(for: .milliseconds(100))
        isActive = try await second.get("/api/agent-status/healthz")["active"] as? Bool == true
      }
      #expect(isActive)
      #expect(try await second.report("idle", "after", lane: "A") == 204)
      let numbers = try await history(second).map(\.number)
      #expect(numbers == [1, 2])
      await second.stop()
    }
  }

  @Test(
    "a database that is stopped is told, and a server that cannot wait for it ends all the same")
  func stopped() async throws {
    let serving = try await Serving(Serving.world())
    let file = "cat ~/.local/state/gate/*/db/data/postmaster.pid | head -1"
    let id = try await serving.world.sh(file).output.trimmingCharacters(in: .newlines)
    let children = "pgrep -P \(id) | tr '\\n' ' '"
    let all = "\(id) " + (try await serving.world.sh(children).output)
    try await serving.world.sh("kill -STOP \(all)")
    var status = 200
    for _ in 0..<100 where status == 200 {
      try await Task.sleep(for: .milliseconds(100))
      status = try await serving.curl("\(serving.url)/readyz").status
    }
    #expect(status == 503)
    try await serving.world.sh("kill -CONT \(all)")
    for _ in 0..<200 where status != 200 {
      try await Task.sleep(for: .milliseconds(100))
      status = try await serving.curl("\(serving.url)/readyz").status
    }
    #expect(status == 200)
    try await serving.world.sh("kill -STOP \(all)")
    kill(serving.process, SIGTERM)
    for _ in 0..<300 where kill(serving.process, 0) == 0 {
      try await Task.sleep(for: .milliseconds(100))
    }
    #expect(kill(serving.process, 0) != 0)
    try await serving.world.sh("kill -CONT \(all)")
    await serving.stop()
  }

  @Test("a second server on the same data says why it cannot begin")
  func second() async throws {
    try await withServer { serving in
      let answer = try await serving.world.sh("gate serve --port 0")
      #expect(
        answer.code == 2 && answer.output.contains("a server of this repository runs already, at"),
        "\(answer)"
      )
    }
  }
}
