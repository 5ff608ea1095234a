import Foundation
import GateModel
import TestSupport
import Testing
import Tmux

@testable import Monitor

private let now: @Sendable () -> Instant = {
  Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
}

/// Takes what a source reports on one server of tmux and lets judges judge it, with the real clock.
actor Watcher {
  private(set) var judges: [AgentID: Judge] = [:]
  /// By agent: `running -> idle`.
  private(set) var transitions: [String: [String]] = [:]
  private(set) var health = SourceHealth(isUp: false)
  private(set) var sighted: [AgentID: SightedAgent] = [:]
  private(set) var looks = 0
  private let stability: Stability
  private var roster: [Assignment]
  private var task: Task<Void, Never>?

  /// How long is waited for what has to come.
  private static let deadline = Duration.seconds(60)

  init(_ roster: [Assignment], _ stability: Stability = .standard) {
    (self.stability, self.roster) = (stability, roster)
  }

  func start(_ server: TmuxServer, pace: TmuxSource.Pace = TmuxSource.Pace()) throws {
    let assignments = roster
    let source = TmuxSource(
      .name(server.name), environment: server.environment, roster: { assignments },
      rules: try RulePack.shipped(), pace: pace, clock: now)
    task = Task { [weak self] in
      do {
        try await source.watch { [weak self] report in await self?.take(report) ?? Attention() }
      } catch {
        Issue.record(error)
      }
    }
  }

  /// Returns when the source has ended.
  func stop() async {
    task?.cancel()
    await task?.value
  }

  deinit { task?.cancel() }

  private func take(_ report: SourceReport) -> Attention {
    looks += 1
    health = report.health
    for agent in report.agents { sighted[agent.id] = agent }
    for evidence in report.evidence {
      let moment = now()
      var judge =
        judges[evidence.agent]
        ?? Judge(evidence.agent, stability: stability, now: evidence.at)
      note(judge.feed(evidence, now: moment), evidence.agent)
      judges[evidence.agent] = judge
    }
    tick()
    return Attention(pending: Set(judges.filter { $0.value.isPending }.keys))
  }

  private func tick() {
    let moment = now()
    for id in judges.keys { note(judges[id]?.tick(now: moment), id) }
  }

  private func note(_ transition: Transition?, _ id: AgentID) {
    guard let transition else { return }
    transitions[id.description, default: []]
      .append("\(transition.from.rawValue) -> \(transition.to.rawValue)")
  }

  func status(_ name: String) -> String {
    tick()
    let judge = judges.first { $0.key.description == name }?.value
    return judge?.standing.status.rawValue ?? "nobody"
  }

  func detail(_ name: String) -> String? {
    judges.first { $0.key.description == name }?.value.standing.detail
  }

  /// Waits until agents have a status; what they have then is the test's to see.
  func reach(
    _ status: Status, _ names: String..., within deadline: Duration = Watcher.deadline,
    _ place: SourceLocation = #_sourceLocation
  ) async throws {
    await reach(status, names, within: deadline, place)
  }

  func reach(
    _ status: Status, _ names: [String], within deadline: Duration = Watcher.deadline,
    _ place: SourceLocation = #_sourceLocation
  ) async {
    let end = ContinuousClock.now + deadline
    while ContinuousClock.now < end {
      if names.allSatisfy({ self.status($0) == status.rawValue }) { return }
      try? await Task.sleep(for: .milliseconds(20))  // A cancelled test ends by its deadline.
    }
    for name in names where self.status(name) != status.rawValue {
      Issue.record(
        "\(name) is \(self.status(name)), not \(status.rawValue): \(transitions[name] ?? []), \(health)",
        sourceLocation: place)
    }
  }

  /// Lets so many looks pass.
  func pass(_ count: Int) async {
    let end = looks + count
    for _ in 0..<1000 where looks < end { try? await Task.sleep(for: .milliseconds(20)) }
  }
}

/// A lane whose window of tmux has its name.
func lane(_ name: String, _ kind: AgentKind = .claude) throws -> Assignment {
  Assignment(lane: try #require(LaneID(name)), kind: kind, tmux: name)
}

/// What the programs show.
enum Scene {
  private static let rule = String(repeating: "─", count: 30)
  static func boxed(_ above: String) -> String {
    above + "\n\n\(rule)\n❯ \n\(rule)\n  ? for shortcuts"
  }
  static let running = boxed("✳ Baking… (3s)")
  static let idle = boxed("● Done.")
  static let approval =
    " Bash command\n\n   swift test\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. No (esc)"
  static let question =
    " Which branch?\n\n ❯ 1. main\n   2. other\n\n Enter to select · Esc to cancel"
  static let error = boxed("● API Error: 429 · try later")
}
