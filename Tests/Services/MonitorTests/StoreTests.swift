import Foundation
import GateModel
import Postgres
import TestSupport
import Testing

@testable import Monitor

@Suite("what is written of agents, on a real Postgres", .timeLimit(.minutes(5)))
struct StoreTests {
  private func withStore(
    _ body: (ConnectionSettings, StatusStore) async throws -> Void
  ) async throws {
    try await withDatabase { settings in
      let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Migrations")
      let own = try await Connection.open(settings)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      where name.hasSuffix(".up.sql") {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        try await own.run(script: text)
      }
      try await body(settings, try #require(try await StatusStore.claim(settings)))
    }
  }

  private func change(
    _ number: Int, _ status: Status = .running, tasks: Int = 0
  ) throws -> StatusChange {
    let at = Instant(microseconds: 1_000_000 * Int64(number))
    return StatusChange(
      agent: try .named("B"), lane: LaneID("B"), number: number,
      transition: Transition(
        from: .unknown, to: status, substate: nil, detail: "\(number)", since: at, at: at,
        evidence: nil), backgroundTasks: tasks, rulesVersion: "test")
  }

  private func agent() throws -> SightedAgent {
    SightedAgent(
      try .named("B"), lane: LaneID("B"), kind: .claude, source: "tmux", locator: [:])
  }

  @Test("a change is written once, and another one of its number is another monitor's")
  func once() async throws {
    try await withStore { settings, store in
      try await store.write(agent(), at: Instant(microseconds: 0))
      for _ in 0..<2 { try await store.write(change(1)) }
      await #expect(throws: MonitorError.takenOver) { try await store.write(change(1, .idle)) }
      let pool = Pool(settings, maximum: 1)
      let history = try await AgentHistory.read(of: .named("B"), limit: 10, from: pool)
      #expect(history.changes.map(\.number) == [1])
      let events = try await Connection.open(settings).query("select count(*) from event").scalar
      #expect(events == "1")
    }
  }

  @Test("one session has the lock; a former one of the same monitor is ended for it")
  func lock() async throws {
    try await withStore { settings, store in
      #expect(try await StatusStore.claim(settings) == nil)
      let former = await store.session
      #expect(try await StatusStore.claim(settings, from: former + 1) == nil)
      let next = try #require(try await StatusStore.claim(settings, from: former))
      try await next.write(agent(), at: Instant(microseconds: 0))
      await #expect(throws: PostgresError.self) { try await store.write(change(1)) }
    }
  }

  @Test(
    "what the database refuses is refused to whoever waits, early or late, and no other suffers")
  func refused() async throws {
    try await withStore { settings, store in
      let journal = Journal()
      let writing = Task {
        try await journal.write(into: store, { _ in nil }, log: { _ in })
      }
      defer { writing.cancel() }
      _ = try journal.add(.agent(agent(), Instant(microseconds: 0)))
      let bad = try journal.add(.change(change(1, tasks: 3_000_000_000)))
      let good = try journal.add(.change(change(2)))
      try await journal.wait(for: good)
      await #expect(throws: PostgresError.self) { try await journal.wait(for: bad) }
      let pool = Pool(settings, maximum: 1)
      let history = try await AgentHistory.read(of: .named("B"), limit: 10, from: pool)
      #expect(history.changes.map(\.number) == [2])
    }
  }
}
