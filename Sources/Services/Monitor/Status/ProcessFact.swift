/// What is known of an agent's process without looking at what it shows.
package enum ProcessFact: Sendable, Hashable {
  /// A new process.
  case started
  /// It is there.
  case alive
  /// It ended with this code, which somebody saw; nil where it was ended by a signal or nobody knows.
  case exited(Int?)
  /// The list of panes or sessions was read, and it is not in it.
  case missing
  /// A program other than the shell has the terminal.
  case foreground(String)
  /// The shell's own report that a command ended.
  case commandEnded(Int)

  /// As evidence about an agent.
  ///
  /// A missing entry is no death: the list may be older than the process. An end with 0 is success only for
  /// a program that runs for one task; of one that talks it says that nobody is there any more.
  package func evidence(_ agent: AgentID, _ kind: AgentKind, at: Instant) -> Evidence {
    func make(_ tier: Tier, _ rule: String, _ claim: Status?, _ detail: String? = nil) -> Evidence {
      Evidence(
        agent, tier, RuleID(known: rule), claims: claim, kind: kind, at: at, detail: detail,
        digest: digest(of: [rule, detail ?? ""]))
    }
    switch self {
    case .started: return make(.activity, "process/started", .starting)
    case .alive: return make(.kernel, "process/alive", nil)
    case .exited(0?) where kind == .shell || kind == .aider || kind == .other:
      return make(.kernel, "process/exited", .done, "exit 0")
    case .exited(let code):
      return make(.kernel, "process/exited", .dead, code.map { "exit \($0)" })
    case .missing: return make(.registry, "process/missing", .dead)
    case .foreground(let command):
      return make(.activity, "process/foreground", .running, oneLine(command))
    case .commandEnded(0): return make(.hook, "shell/command-ended", .idle)
    case .commandEnded(let code):
      return make(.hook, "shell/command-ended", .error, "exit \(code)")
    }
  }
}
