internal import Files
internal import GateModel

/// The files into which Claude Code and Codex write their conversations.
///
/// It looks at the files that it knows once a second, and for others every five. Of a file that is there
/// already it reads the end. Where two conversations are written in one lane, the one that was written to
/// last counts.
package struct TranscriptSource: EvidenceSource {
  /// Its word in answers and metrics.
  package let name = "transcript"
  private let folders: TranscriptFolders
  private let roster: Roster
  private let now: @Sendable () -> Instant

  /// Makes one.
  ///
  /// - Parameters:
  ///   - claude: `projects` in the folder of Claude Code, absolute.
  ///   - codex: `sessions` in the folder of Codex, absolute.
  package init(
    claude: String, codex: String, roster: @escaping Roster,
    now: @escaping @Sendable () -> Instant
  ) {
    folders = TranscriptFolders(claude: claude, codex: codex)
    (self.roster, self.now) = (roster, now)
  }

  /// Where both are, by what this process was started with.
  package static func folders(
    environment: [String: String], home: String
  ) -> (claude: String, codex: String) {
    func folder(_ variable: String, _ usual: String) -> String {
      let configured = environment[variable].flatMap { $0.isEmpty ? nil : $0 }
      return configured ?? home + usual
    }
    return (
      folder("CLAUDE_CONFIG_DIR", "/.claude") + "/projects",
      folder("CODEX_HOME", "/.codex") + "/sessions"
    )
  }

  /// Looks until its task is cancelled.
  @concurrent package func watch(
    _ report: @escaping @Sendable (SourceReport) async -> Attention
  ) async throws {
    var desk = TranscriptDesk()
    var number = 0
    while true {
      let start = now()
      if number.isMultiple(of: 5) {
        let since = start.advanced(by: .zero - TranscriptDesk.forgottenAfter)
        await desk.keep(folders.recent(since: since))
      }
      var seen = await desk.look(roster(), at: start)
      seen.health = SourceHealth(look: start.duration(to: now()), dropped: desk.dropped)
      if !seen.evidence.isEmpty { _ = await report(seen) }
      number += 1
      try await Task.sleep(for: .seconds(1))
    }
  }
}

/// The conversations that are followed, and what has to be said of them.
struct TranscriptDesk: Sendable {
  private struct Followed: Sendable {
    var transcript: Transcript
    /// How often the last line has to be told again: one that is told once is believed by nobody.
    var repeats = 0
  }

  static let forgottenAfter = Duration.seconds(600)
  /// As many as the longest window takes, and one more.
  private static let repeats = 4

  private var followed: [String: Followed] = [:]
  /// Of which program each lane's agent was said to be.
  private var told: [LaneID: AgentKind] = [:]
  private var droppedBefore = 0

  var dropped: Int { droppedBefore + followed.values.map(\.transcript.dropped).reduce(0, +) }

  /// Follows these files and no others.
  mutating func keep(_ files: [(path: String, kind: AgentKind)]) async {
    let paths = Set(files.map(\.path))
    for (path, one) in followed where !paths.contains(path) {
      droppedBefore += one.transcript.dropped
      followed[path] = nil
    }
    for (path, kind) in files where followed[path] == nil {
      followed[path] = Transcript(path, kind).map { Followed(transcript: $0) }
      await Task.yield()
    }
  }

  mutating func look(_ roster: [Assignment], at now: Instant) async -> SourceReport {
    var newest: [LaneID: (path: String, modified: Int64)] = [:]
    for path in followed.keys.sorted() {
      // A look at many large files must not hold a thread for long.
      await Task.yield()
      guard var one = followed[path] else { continue }
      one.transcript.identify()
      followed[path] = one
      // The conversations of others are not read.
      guard let folder = one.transcript.folder,
        let owner = roster.owner(of: folder, kind: one.transcript.kind)
      else { continue }
      if followed[path]?.transcript.read() == true {
        followed[path]?.repeats = TranscriptDesk.repeats
      }
      let modified = followed[path]?.transcript.mark.modified ?? 0
      if modified > newest[owner.lane]?.modified ?? 0 {
        newest[owner.lane] = (path, modified)
      }
    }
    var report = SourceReport()
    for lane in newest.keys.sorted() {
      guard let (path, _) = newest[lane], let one = followed[path], one.repeats > 0,
        let agent = AgentID(lane.description),
        let evidence = one.transcript.evidence(agent, at: now)
      else { continue }
      followed[path]?.repeats -= 1
      let kind = one.transcript.kind
      // What was written long ago says nothing about now.
      let age = (one.transcript.last?.at ?? now).duration(to: now)
      guard age < Evidence.lifetime(.transcript, evidence.claim, kind) ?? .zero else {
        continue
      }
      if told.updateValue(kind, forKey: lane) != kind {
        report.agents.append(
          SightedAgent(
            agent, lane: lane, kind: kind, source: "transcript", locator: ["path": path]))
      }
      report.evidence.append(evidence)
    }
    return report
  }
}
