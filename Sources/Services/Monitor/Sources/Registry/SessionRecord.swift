internal import FoundationEssentials
internal import GateModel

/// What Claude Code writes about one of its sessions: `sessions/PID.json` in its folder.
///
/// The format is not documented: what is missing, or a word that is not known, claims nothing. Source: the
/// files of versions 2.1.139 to 2.1.281.
struct SessionRecord: Sendable, Hashable {
  var process: Int32
  /// When the process started, in ticks since the machine did; nil where it is not written so.
  var start: UInt64?
  var session: String
  var folder: String
  /// In milliseconds since 1970.
  var startedAt: Int
  var claim: Status?
  /// What it waits for, in its words.
  var detail: String?
  /// Commands that run while it is at its prompt.
  var backgroundTasks: Int?

  /// Nil for what is no such record.
  init?(_ bytes: [UInt8]) {
    // Whoever reads while it is written reads a part.
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(bytes)),
      let process = json["pid"]?.integer.flatMap(Int32.init(exactly:)), process > 0,
      let folder = json["cwd"]?.string, let session = json["sessionId"]?.string
    else { return nil }
    (self.process, self.folder, self.session) = (process, folder, oneLine(session))
    start = json["procStart"]?.string.flatMap { UInt64($0) }
    startedAt = json["startedAt"]?.number.flatMap { Int(exactly: $0.rounded()) } ?? 0
    read(json["status"]?.string ?? json["state"]?.string ?? "", json["waitingFor"]?.string)
  }

  private mutating func read(_ word: String, _ reason: String?) {
    switch word {
    // `working` and `failed` are of sessions in the background, which have no status.
    case "busy", "working": claim = .running
    case "idle": (claim, backgroundTasks) = (.idle, 0)
    case "shell": (claim, backgroundTasks) = (.idle, 1)
    case "failed": claim = .error
    case "waiting":
      let isApproval = ["permission", "sandbox", "dialog"].contains {
        reason?.contains($0) ?? false
      }
      claim = isApproval ? .waitingApproval : .waitingInput
      detail = reason.map { oneLine($0) }
    default: break
    }
  }

  func evidence(_ agent: AgentID, at now: Instant) -> Evidence {
    let word = claim?.rawValue.replacing("_", with: "-") ?? "no-claim"
    return Evidence(
      agent, .registry, RuleID(known: "claude/session-\(word)"), claims: claim, kind: .claude,
      at: now, detail: detail, backgroundTasks: backgroundTasks,
      digest: digest(of: [word, detail ?? "", session]))
  }
}
