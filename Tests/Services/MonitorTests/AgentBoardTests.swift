import GateModel
import Testing

@testable import Monitor

@Suite("the board")
struct AgentBoardTests {
  @Test("who is gone for an hour, and whose lane is gone, is left out")
  func gone() throws {
    let now = try #require(Instant(timestamp: "2026-11-25T12:00:00Z"))
    let lane = try #require(LaneID("A"))
    for status in Status.allCases {
      for minutes in [59, 60] {
        let since = now.advanced(by: .seconds(-60 * minutes))
        let entry = AgentBoard.Entry(
          agent: SightedAgent(
            try #require(AgentID("A")), lane: lane, kind: .claude, source: "tmux", locator: [:]),
          standing: Standing(status: status, since: since), backgroundTasks: 0, isStalled: false,
          acknowledged: nil, tier: nil, rule: nil, rulesVersion: nil, history: nil,
          firstSeen: since)
        let isGone = [.dead, .done, .unknown].contains(status) && minutes == 60
        #expect(entry.isGone(at: now) == isGone, "\(status) \(minutes)")
        let board = AgentBoard(lastEvent: 1, agents: [entry])
        let plan = Project(lanes: [Lane(id: lane, title: "")])
        #expect(board.fitting(plan, now: now).agents.count == 1)
        #expect(board.fitting(Project(), now: now).agents.isEmpty == isGone)
      }
    }
  }
}
