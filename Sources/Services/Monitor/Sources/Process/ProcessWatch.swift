internal import Processes

/// An agent whose process is known.
package struct KnownProcess: Sendable, Hashable {
  /// Whom it is.
  package var agent: AgentID
  /// Its program.
  package var kind: AgentKind
  /// The number of its process.
  package var process: Int32
  /// When the process started, in ticks since the machine did; nil where whoever knows it does not say.
  package var start: UInt64?

  /// Makes one.
  package init(_ agent: AgentID, _ kind: AgentKind, process: Int32, start: UInt64? = nil) {
    (self.agent, self.kind, self.process, self.start) = (agent, kind, process, start)
  }
}

/// Follows processes from look to look: who lives, who ended.
struct ProcessWatch: Sendable {
  private struct Followed: Sendable {
    var known: KnownProcess
    var start: UInt64?
    var hasEnded = false
    var background = 0
    var toldAt: Instant?
  }

  /// That an agent lives is said again, for those who took it for dead.
  private static let sayAgainAfter = Duration.seconds(5)

  private var followed: [AgentID: Followed] = [:]

  /// What a look says. An agent that is not known any more is not followed any more.
  ///
  /// - Parameters:
  ///   - running: all processes that run, where somebody looked; for the children.
  ///   - look: at one process.
  mutating func look(
    at known: [KnownProcess], running: [ProcessSight],
    _ look: (Int32) -> ProcessSight?, now: Instant
  ) -> [Evidence] {
    let agents = Set(known.map(\.agent))
    followed = followed.filter { agents.contains($0.key) }
    var evidence: [Evidence] = []
    for one in known.sorted(by: { $0.agent < $1.agent }) {
      let sight = look(one.process)
      var isRestart = false
      let isNew = followed[one.agent].map { $0.known != one } ?? true
      if isNew {
        guard let sight, one.start == nil || sight.start == nil || one.start == sight.start else {
          // It was never seen alive: what was known of it is old.
          continue
        }
        isRestart = followed[one.agent] != nil
        followed[one.agent] = Followed(known: one, start: sight.start)
      }
      guard var process = followed[one.agent], !process.hasEnded else { continue }
      defer { followed[one.agent] = process }
      guard let sight, sight.start == process.start else {
        process.hasEnded = true
        evidence.append(ProcessFact.exited(nil).evidence(one.agent, one.kind, at: now))
        continue
      }
      let background = ProcessWatch.background(of: sight, among: running)
      let isDue =
        process.toldAt.map { $0.duration(to: now) >= ProcessWatch.sayAgainAfter } ?? true
      guard isDue || background != process.background else { continue }
      var alive = ProcessFact.alive.evidence(one.agent, one.kind, at: now)
      // Of none at all nothing is said: a hook may know of work that is no process.
      if max(background, process.background) > 0 { alive.backgroundTasks = background }
      alive.digest = digest(of: ["process/alive", "\(background)"])
      evidence.append(alive)
      // Behind it: that it lives takes away all that was said of the process before.
      if isRestart {
        evidence.append(ProcessFact.started.evidence(one.agent, one.kind, at: now))
      }
      (process.background, process.toldAt) = (background, now)
    }
    return evidence
  }

  /// How many processes below this one lead a session of their own: commands that were let go.
  private static func background(of agent: ProcessSight, among running: [ProcessSight]) -> Int {
    let children = Dictionary(grouping: running, by: \.parent)
    var (waiting, seen, count) = ([agent.process], Set([agent.process]), 0)
    while let next = waiting.popLast() {
      for child in children[next] ?? [] where seen.insert(child.process).inserted {
        if child.session == child.process { count += 1 }
        waiting.append(child.process)
      }
    }
    return count
  }
}
