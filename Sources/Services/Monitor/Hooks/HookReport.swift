internal import FoundationEssentials
internal import GateModel

/// What an agent's program reported by itself, read from the payload of a hook.
package struct HookReport: Sendable, Hashable {
  /// The event as the program names it.
  package var event: String
  /// The session that it is about; several agents within one share it.
  package var session: String?
  /// What follows from it. An event that nobody here knows is evidence without a claim.
  package var evidence: Evidence

  /// A payload may hold a whole file that was written: more than this is not read.
  package static let maximumBytes = 64 << 10

  /// Nobody runs more besides: a larger number is an error of whoever reports it.
  private static let maximumTasks = 10_000

  /// Reads a payload.
  package init(
    _ payload: [UInt8], from dialect: HookDialect, agent: AgentID, kind: AgentKind, at: Instant
  ) throws(HookProblem) {
    guard payload.count <= HookReport.maximumBytes else {
      throw .tooLarge(bytes: payload.count)
    }
    // Why it is no JSON does not matter to a program that does not wait for an answer.
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(payload)),
      json.members != nil
    else { throw .notJSON }
    let hook = HookPayload(json)
    let meaning: HookMeaning
    switch dialect {
    case .claude: meaning = try ClaudeHooks.meaning(of: hook)
    case .codex: meaning = try CodexHooks.meaning(of: hook)
    case .gemini: meaning = try GeminiHooks.meaning(of: hook)
    case .generic: meaning = try GenericHooks.meaning(of: hook)
    }
    event = oneLine(meaning.event, limit: 64)
    session = hook.word("session_id")
    let rule =
      RuleID("\(dialect.rawValue)/\(HookReport.words(of: event))")
      ?? RuleID(known: "hook/unreadable-event")
    evidence = Evidence(
      agent, .hook, rule, claims: meaning.claim, kind: kind, at: at, substate: meaning.substate,
      detail: meaning.detail.map { oneLine($0) },
      backgroundTasks: meaning.backgroundTasks.map { min(max(0, $0), HookReport.maximumTasks) },
      turn: meaning.turn, subagent: meaning.subagent, confirmWithin: meaning.confirmWithin,
      digest: digest(of: [String(decoding: payload, as: UTF8.self)]))
    evidence.opensTurn = meaning.opensTurn
  }

  /// `PermissionRequest` as `permission-request`.
  static func words(of event: String) -> String {
    var words = ""
    for character in event {
      if character.isUppercase, !words.isEmpty, words.last != "-" { words += "-" }
      words += character == "_" ? "-" : character.lowercased()
    }
    return words
  }
}

/// What an event means, before it is evidence.
struct HookMeaning {
  var event: String
  var claim: Status?
  var substate: Substate?
  var detail: String?
  var backgroundTasks: Int?
  var turn: String?
  var subagent: String?
  var opensTurn = false
  var confirmWithin: Duration?
}

/// A payload, asked by names.
struct HookPayload {
  let json: JSON

  init(_ json: JSON) { self.json = json }

  /// A short text that identifies something, as one line; nil where it is none.
  func word(_ name: String) -> String? {
    guard let text = json[name]?.string, (1...200).contains(text.utf8.count) else { return nil }
    let line = oneLine(text, limit: 200)
    return line.isEmpty ? nil : line
  }

  func event() throws(HookProblem) -> String {
    guard let event = word("hook_event_name") else { throw .missing("hook_event_name") }
    return event
  }

  /// The tool and the part of its input that says most: `Bash: swift test`.
  var toolCall: String? {
    guard let tool = word("tool_name") else { return nil }
    let input = json["tool_input"]
    let names = [
      "command", "file_path", "notebook_path", "path", "url", "pattern", "query", "prompt",
    ]
    let said = names.lazy.compactMap { input?[$0]?.string }.first { !$0.isEmpty }
    return said.map { "\(tool): \($0)" } ?? tool
  }

  /// The agents and commands that still run besides, without the agent that reports its own end.
  var backgroundTasks: Int? {
    guard let tasks = json["background_tasks"]?.array else { return nil }
    let own = word("agent_id")
    let ended: Set<String> = ["completed", "failed", "killed", "stopped"]
    return tasks.count { task in
      let isOwn =
        own != nil && ["agent_id", "id", "task_id"].contains { task[$0]?.string == own }
      return !isOwn && !ended.contains(task["status"]?.string ?? "")
    }
  }
}
