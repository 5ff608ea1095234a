internal import FoundationEssentials
internal import GateModel

extension Recording {
  /// Reads what a terminal recorder wrote: asciicast of version 2 or 3, one event a line.
  ///
  /// Of the output only the titles are taken, and with which code the recorded program ended: what stands
  /// on the screen takes a terminal to know. Source: https://docs.asciinema.org/manual/asciicast/v3
  package init(
    cast text: String, of agent: AgentID, _ kind: AgentKind
  ) throws(RecordingProblem) {
    var (version, titles, moments): (Int?, TitleScanner, [Moment]) = (nil, TitleScanner(), [])
    var (number, last) = (0, 0.0)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      // A line that begins so is a comment.
      if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { continue }
      // Where in the line it stops to be JSON is of no use to anybody.
      guard let json = try? JSONDecoder().decode(JSON.self, from: Data(line.utf8)) else {
        throw RecordingProblem(line: number, message: "this is no JSON")
      }
      guard let version else {
        version = json["version"]?.integer
        guard version == 2 || version == 3 else {
          throw RecordingProblem(
            line: number, message: "the first line has the `version` of the asciicast: 2 or 3")
        }
        continue
      }
      guard let event = json.array, event.count == 3, let time = event[0].number,
        (0...1e9).contains(time), let code = event[1].string, let data = event[2].string
      else {
        throw RecordingProblem(line: number, message: "this is no event: [time, code, data]")
      }
      // Version 3 says how long after the event before.
      last = version == 2 ? max(last, time) : last + time
      guard last <= 1e9 else { throw RecordingProblem(line: number, message: "this is too late") }
      let at = Instant(microseconds: Int64(last * 1_000_000))
      switch code {
      case "o": moments += titles.take(data).map { Moment(at: at, sight: .title($0)) }
      case "x": moments.append(Moment(at: at, sight: .process(.exited(Int(data)))))
      default: break
      }
    }
    guard version != nil else {
      throw RecordingProblem(line: 1, message: "the first line has the `version` of the asciicast")
    }
    moments.append(
      Moment(at: Instant(microseconds: Int64(last * 1_000_000)), sight: .end))
    (self.agent, self.kind, self.moments) = (agent, kind, moments)
  }
}

/// Finds the titles in what a program prints, wherever the output is cut. Source: ECMA-48, 5.6, and xterm's
/// control sequences: OSC 0 and OSC 2, ended by BEL or ST.
struct TitleScanner: Sendable {
  private enum State: Sendable { case text, escape, command, commandEscape }

  private static let maximumTitle = 4096

  private var state = State.text
  private var command = String.UnicodeScalarView()

  mutating func take(_ output: String) -> [String] {
    var titles: [String] = []
    for scalar in output.unicodeScalars {
      switch (state, scalar.value) {
      case (.text, 0x1B): state = .escape
      case (.text, _): break
      case (.escape, 0x5D): (state, command) = (.command, String.UnicodeScalarView())
      case (.escape, 0x1B): break
      case (.escape, _): state = .text
      case (.command, 0x07), (.commandEscape, 0x5C):
        state = .text
        if let title = title { titles.append(title) }
      case (.command, 0x1B): state = .commandEscape
      // What follows is another sequence: this one was never ended.
      case (.commandEscape, _): state = .text
      case (.command, _):
        command.append(scalar)
        if command.count > TitleScanner.maximumTitle { state = .text }
      }
    }
    return titles
  }

  private var title: String? {
    let text = String(command)
    return ["0;", "2;"].contains(where: text.hasPrefix) ? String(text.dropFirst(2)) : nil
  }
}
