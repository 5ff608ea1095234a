internal import ITerm2

extension ITerm2Board {
  private static let everySecond = Duration.seconds(1)
  /// iTerm2 can bring a closed session back for five seconds.
  private static let endedAfter = Duration.seconds(10)

  /// That a command ended is an event of a shell, and the end of any other agent.
  mutating func end(_ id: String, code: Int, at now: Instant) {
    guard let pane = panes[id], let agent = pane.agent else { return }
    if agent.kind == .shell {
      evidence.append(ProcessFact.commandEnded(code).evidence(agent.id, agent.kind, at: now))
    } else if pane.hasProgram, !pane.hasEnded {
      evidence.append(ProcessFact.exited(code).evidence(agent.id, agent.kind, at: now))
      panes[id]?.hasEnded = true
      panes[id]?.goneSince = now
      // iTerm2 finds out later than the shell that another program has the terminal.
      panes[id]?.variables["jobName"] = nil
      panes[id]?.variables["commandLine"] = nil
    }
  }

  /// What is due now; nil where nothing is.
  mutating func report(_ attention: Attention, at now: Instant) -> SourceReport? {
    for id in panes.keys.sorted() {
      guard var pane = panes[id], let agent = pane.agent else { continue }
      let isDue = pane.reportedAt.map { last in
        last.duration(to: now) >= ITerm2Board.everySecond || attention.pending.contains(agent.id)
      }
      guard isDue ?? true else { continue }
      pane.reportedAt = now
      if let since = pane.goneSince {
        if !pane.hasEnded {
          pane.hasEnded = since.duration(to: now) >= ITerm2Board.endedAfter
          let fact = pane.hasEnded ? ProcessFact.exited(nil) : .missing
          evidence.append(fact.evidence(agent.id, agent.kind, at: now))
        }
      } else {
        evidence += pane.evidence(of: agent, rules, at: now)
      }
      panes[id] = pane
    }
    guard !found.isEmpty || !evidence.isEmpty else { return nil }
    defer { (found, evidence) = ([], []) }
    return SourceReport(
      agents: found, evidence: evidence, health: SourceHealth(look: lookTook))
  }

  /// That nothing can be seen, for each agent that was.
  mutating func lost(because error: ITerm2Error, at now: Instant) -> SourceReport {
    defer { (found, evidence) = ([], []) }
    for id in panes.keys.sorted() { evidence += panes[id]?.lost(at: now) ?? [] }
    return SourceReport(
      agents: found, evidence: evidence,
      health: SourceHealth(isUp: false, problem: error.description))
  }
}
