internal import FoundationEssentials
internal import GateModel

/// A session as it was seen, to be judged again: with other rules, another stability, or in a test.
///
/// JSON Lines. The first line names the agent, `{"agent": "B", "kind": "claude"}`; each other one has
/// `at` in seconds, `source` and what that source saw: `title` and `screen` a `text` or `lines`; `hook` the
/// dialect as `from`, and the `payload`; `process` one of `started`, `alive`, `exited`, `missing`,
/// `foreground`, `command_ended`; `lost` a `tier`; `end` nothing, to let time pass.
package struct Recording: Sendable {
  /// Whom it is about.
  package var agent: AgentID
  /// What it is.
  package var kind: AgentKind
  /// In the order of time.
  package var moments: [Moment]

  /// What one source saw at one moment.
  package struct Moment: Sendable {
    /// When.
    package var at: Instant
    /// What.
    package var sight: Seen
  }

  /// What can be seen.
  package enum Seen: Sendable {
    case title(String)
    case screen(String)
    case hook(HookDialect, [UInt8])
    case process(ProcessFact)
    case lost(Tier)
    case end
  }

  /// Reads a recording.
  package init(_ text: String) throws(RecordingProblem) {
    var (head, moments): ((AgentID, AgentKind)?, [Moment]) = (nil, [])
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.allSatisfy(\.isWhitespace) { continue }
      // Where in the line it stops to be JSON is of no use to anybody: it is one line.
      guard let json = try? JSONDecoder().decode(JSON.self, from: Data(line.utf8)),
        json.members != nil
      else { throw RecordingProblem(line: number, message: "this is no JSON object") }
      guard head != nil else {
        head = try Recording.head(json, number)
        continue
      }
      let moment = try Recording.moment(json, number)
      if let last = moments.last?.at, moment.at < last {
        throw RecordingProblem(line: number, message: "`at` is earlier than in the line before")
      }
      moments.append(moment)
    }
    guard let head else {
      throw RecordingProblem(line: 1, message: "the first line names the agent and its kind")
    }
    (agent, kind) = head
    self.moments = moments
  }

  private static func head(_ json: JSON, _ line: Int) throws(RecordingProblem) -> (
    AgentID, AgentKind
  ) {
    guard let agent = json["agent"]?.string.flatMap({ AgentID($0) }),
      let kind = json["kind"]?.string.flatMap({ AgentKind(rawValue: $0) })
    else {
      let kinds = AgentKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw RecordingProblem(
        line: line, message: "the first line has an `agent` and a `kind`: \(kinds)")
    }
    return (agent, kind)
  }

  private static func moment(_ json: JSON, _ line: Int) throws(RecordingProblem) -> Moment {
    guard let seconds = json["at"]?.number, (0...1e9).contains(seconds) else {
      throw RecordingProblem(line: line, message: "`at` is a number of seconds")
    }
    guard let sight = seen(json) else {
      throw RecordingProblem(
        line: line,
        message: "`source` is title, screen, hook, process, lost or end, with what it saw")
    }
    return Moment(at: Instant(microseconds: Int64((seconds * 1e6).rounded())), sight: sight)
  }

  private static func seen(_ json: JSON) -> Seen? {
    let lines = json["lines"]?.array?.compactMap(\.string).joined(separator: "\n")
    let text = json["text"]?.string ?? lines
    switch json["source"]?.string {
    case "title": return text.map { .title($0) }
    case "screen": return text.map { .screen($0) }
    case "hook":
      guard let dialect = json["from"]?.string.flatMap({ HookDialect(rawValue: $0) }) else {
        return nil
      }
      // A payload that is a text stands for itself: so a broken one can be recorded.
      let payload = json["payload"].map { $0.string ?? $0.text(isPretty: false) }
      return payload.map { .hook(dialect, Array($0.utf8)) }
    case "process": return fact(json).map { .process($0) }
    case "lost": return json["tier"]?.string.flatMap { Tier(name: $0) }.map { .lost($0) }
    case "end": return .end
    default: return nil
    }
  }

  private static func fact(_ json: JSON) -> ProcessFact? {
    if json["started"] == .bool(true) { return .started }
    if json["alive"] == .bool(true) { return .alive }
    if json["missing"] == .bool(true) { return .missing }
    if let command = json["foreground"]?.string { return .foreground(command) }
    if let code = json["command_ended"]?.integer { return .commandEnded(code) }
    switch json["exited"] {
    case .integer(let code): return .exited(code)
    case .null: return .exited(nil)
    default: return nil
    }
  }
}

/// Why a text is no recording.
package struct RecordingProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  package var line: Int
  /// One sentence.
  package var message: String

  /// `line 3: …`
  package var description: String { "line \(line): \(message)" }
}
