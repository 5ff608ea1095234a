import GateModel
import TestSupport
import Testing

@testable import Monitor
@testable import Server

@Suite("the dashboard")
struct DashboardTests {
  @Test("a whole page")
  func page() throws {
    let page = try DashboardTests.view().page.text
    #expect(try golden("Tests/Services/ServerTests/Golden/page.html", page) == .same)
  }

  @Test("with nothing to show it says what to do")
  func empty() throws {
    let now = try #require(Instant(timestamp: "2026-11-25T12:00:00Z"))
    let view = DashboardView(
      now: now, project: Project(), board: AgentBoard(lastEvent: 0, agents: []), isWatched: true,
      blind: [:], history: [:], isHistoryCut: false, work: [:], conflicts: LaneConflicts(),
      reports: [], refresh: 10)
    let page = view.page.text
    for words in [
      "Nobody waits for you.", "There is no plan here yet", "No agent seen yet.",
      "The plan has no waves.", "No report yet", "Fewer than two lanes have changes.",
      "content=\"10\"",
    ] {
      #expect(page.contains(words))
    }
    #expect(!page.contains("No monitor watches"))
  }

  @Test("conflicts that are not known are not none")
  func unknownConflicts() throws {
    var view = try DashboardTests.view()
    view.conflicts = nil
    #expect(view.page.text.contains("Not known: the lanes are not held against each other yet."))
    #expect(!view.page.text.contains("Fewer than two lanes"))
  }

  @Test("a band begins where something is known")
  func bands() throws {
    var view = try DashboardTests.view()
    // A first seen 95 minutes ago of 240; B 200 minutes ago, the helper 300.
    func starts() -> [String] {
      view.timeline.text.split(separator: "<svg viewBox=\"0 0 1000 20\"").dropFirst().map { row in
        String(row.split(separator: " x=\"")[1].prefix { $0 != "\"" })
      }
    }
    #expect(starts() == ["604.2", "166.7", "0.0"])
    // The oldest change that was read is 90 minutes old; B and the helper have no change since.
    view.isHistoryCut = true
    #expect(starts() == ["625.0", "166.7", "0.0"])
    view.board.agents[1].standing.since = view.now.advanced(by: .seconds(-60))
    #expect(starts() == ["625.0", "166.7", "625.0"])
  }

  private static func view() throws -> DashboardView {
    let now = try #require(Instant(timestamp: "2026-11-25T12:00:00Z"))
    let (a, b) = (try #require(LaneID("A")), try #require(LaneID("B")))
    func ago(_ minutes: Int) -> Instant { now.advanced(by: .seconds(-60 * minutes)) }
    func entry(
      _ name: String, _ lane: LaneID?, _ kind: AgentKind, _ status: Status, _ detail: String?,
      _ minutes: Int
    ) throws -> AgentBoard.Entry {
      AgentBoard.Entry(
        agent: SightedAgent(
          try #require(AgentID(name)), lane: lane, kind: kind, source: "hook", locator: [:]),
        standing: Standing(status: status, detail: detail, since: ago(minutes)),
        backgroundTasks: 0, isStalled: false, acknowledged: nil, tier: .hook,
        rule: "claude/permission-request", rulesVersion: "1", history: 7,
        firstSeen: ago(max(minutes, 95)))
    }
    var runs = try entry("B", b, .codex, .running, "", 200)
    (runs.isStalled, runs.backgroundTasks) = (true, 2)
    var seen = try entry("helper", nil, .other, .waitingInput, nil, 300)
    seen.acknowledged = AgentBoard.Acknowledgement(by: "<ann>", at: ago(1))
    let asks = try entry("A", a, .claude, .waitingApproval, "Bash: rm \"<x>\" & y", 12)
    let changes = [(1, Status.unknown, Status.running, 90), (2, .running, .waitingApproval, 12)]
      .map { number, from, to, minutes in
        AgentHistory.Change(
          id: number, number: number, from: from,
          standing: Standing(status: to, since: ago(minutes)), at: ago(minutes),
          evidence: .null, rulesVersion: "1")
      }
    let tips = try [(a, "lane/a"), (b, "lane/<b>")].map { lane, branch in
      LaneTip(
        lane: lane, branch: branch,
        commit: try #require(ObjectID(String(repeating: "a", count: 40))))
    }
    let clash = LaneConflicts.Conflict(
      kind: .text, path: RepoPath("list <1>.txt"), line: 3,
      message: "lane A and lane B both changed `list <1>.txt`")
    return DashboardView(
      now: now,
      project: Project(
        name: "shop & till",
        lanes: [Lane(id: a, title: "The <shop>"), Lane(id: b, title: "The till")],
        waves: [
          Wave(
            number: 1, title: "Opening",
            lanes: [WaveLane(id: a, tasks: []), WaveLane(id: b, tasks: [])], merge: [a, b])
        ]),
      board: AgentBoard(lastEvent: 41, agents: [asks, seen, runs]), isWatched: false,
      blind: ["tmux": "`list-panes` took <too> long; it is tried again"],
      history: [asks.agent.id: changes], isHistoryCut: false,
      work: [
        a: LaneWork(
          lane: a, branch: "lane/a", ahead: 1, behind: 0, uncommitted: 2,
          owned: [RepoPath("shop/1")], foreign: [RepoPath("till/<1>")])
      ],
      conflicts: LaneConflicts(
        lanes: tips, pairs: [LaneConflicts.Pair(a: a, b: b, conflicts: [clash])]),
      reports: [StoredReport(at: ago(5), report: report(of: a), isLanesOwn: true)], refresh: nil)
  }

  private static func report(of lane: LaneID) -> Report {
    Report(
      verdict: .shut, summary: "1 check failed: rule/lane-scope", project: "shop",
      base: Revision(ref: "main", commit: ObjectID(String(repeating: "b", count: 40))),
      head: Revision(ref: "lane/a", commit: ObjectID(String(repeating: "a", count: 40))),
      lane: lane, profile: "full", next: ["till/<1>: add it to `owns:` of lane A"])
  }
}
