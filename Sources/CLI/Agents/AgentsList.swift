import ArgumentParser
import GateModel
import GateReports
import Monitor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `gate agents list`, which is also `gate agents`.
struct AgentsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show what every agent is doing.",
    discussion: "EXAMPLE\n  gate agents list --status error,dead")

  @OptionGroup var place: Place
  @Flag(help: "Only who waits for a human; exit 1 where somebody does.") var needsMe = false
  @Flag(help: "Show it again whenever something has changed, until Ctrl-C.") var watch = false
  @Flag(help: "Print JSON.") var json = false
  @Option(help: "text, or json.") var format = AnswerFormat.text
  @Option(help: ArgumentHelp("Only those of these lanes.", valueName: "A,B")) var lane: String?
  @Option(help: ArgumentHelp("Only those of these statuses.", valueName: "error,dead"))
  var status: String?
  @Option(help: "Only those of this wave.") var wave: Int?

  func validate() throws {
    for word in status?.split(separator: ",") ?? [] where Status(rawValue: String(word)) == nil {
      let advice = nearest(to: String(word), among: Status.allCases.map(\.rawValue))
      throw ValidationError(
        "`\(word)` is no status" + (advice.map { "; did you mean `\($0)`?" } ?? ""))
    }
  }

  func run() throws {
    try answering {
      let client = try ServerClient.running(around: place.path, processEnvironment())
      if isJSON, !watch { try Console.print(client.text(path)) }
      var answer = try client.json(path)
      if !isJSON || watch { try show(answer) }
      while watch {
        sleep(1)
        let new = try client.json(path)
        guard new["last_event_id"] != answer["last_event_id"] || Console.isTerminal(STDOUT_FILENO)
        else { continue }
        answer = new
        try show(answer)
      }
      let isNeeded = (answer["counts"]?["needs_you"]?.integer ?? 0) > 0
      return needsMe && isNeeded ? Failure.Exit.shut.rawValue : 0
    }
  }

  private var isJSON: Bool { json || format == .json }

  private var path: String {
    let filters = [
      needsMe ? "needs_me=1" : nil, lane.map { "lane=\(plain($0))" },
      status.map { "status=\(plain($0))" }, wave.map { "wave=\($0)" },
    ].compactMap { $0 }
    return "/api/agent-status" + (filters.isEmpty ? "" : "?" + filters.joined(separator: "&"))
  }

  /// Lanes and statuses are plain words: what is not is none of theirs.
  private func plain(_ words: String) -> String {
    String(words.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_.,-".contains($0)) })
  }

  private func show(_ answer: JSON) throws {
    if isJSON { return try Console.print(answer.text(isPretty: false) + "\n") }
    if watch, Console.isTerminal(STDOUT_FILENO) { try Console.print("\u{1B}[H\u{1B}[J") }
    try Console.print(table(of: answer, isFiltered: path.contains("?")))
  }
}

/// The answer of the server for people.
func table(of answer: JSON, isFiltered: Bool) -> String {
  let agents = (answer["agents"]?.array ?? []).map(AgentRow.init)
  let counts = StatusGroup.all.map { group in
    let count = group.statuses.reduce(0) { sum, status in
      sum + (answer["counts"]?[status.rawValue]?.integer ?? 0)
    }
    return "\(count) \(group.words)"
  }
  var text = counts.joined(separator: ", ") + "\n"
  if answer["monitored"] == .bool(false) {
    text += "This server does not watch: another one does, or none yet.\n"
  }
  if agents.isEmpty { return text + (isFiltered ? "None of those.\n" : "No agent was seen yet.\n") }
  let columns = [\AgentRow.name, \AgentRow.state, \AgentRow.age]
  let widths = columns.map { column in agents.map { $0[keyPath: column].count }.max() ?? 0 }
  text += "\n"
  for agent in agents {
    let cells = zip(columns, widths).map { column, width in
      agent[keyPath: column].padding(to: width)
    }
    text += (cells + [agent.rest]).joined(separator: "  ").trimmedAtEnd + "\n"
  }
  return text
}

/// One agent in a line.
private struct AgentRow {
  var name: String
  var state: String
  var age: String
  var rest: String

  init(_ json: JSON) {
    let status = Status(word: json["status"]?.string ?? "")
    name = (json["id"]?.string ?? "?").visible()
    state = "\(status.shape) \(status.words)"
    age = Monitor.age(json["age_ms"]?.integer ?? 0)
    let more = [
      json["detail"]?.string, json["stalled"] == .bool(true) ? "(nothing new for long)" : nil,
      json["acknowledged"]?["by"]?.string.map { "(seen by \($0))" },
      json["why"].map { "[\($0["tier"]?.string ?? ""): \($0["rule"]?.string ?? "")]" },
    ]
    rest = more.compactMap { $0 }.joined(separator: " ").visible()
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate var trimmedAtEnd: Substring {
    self[...(lastIndex { $0 != " " } ?? startIndex)]
  }
}
