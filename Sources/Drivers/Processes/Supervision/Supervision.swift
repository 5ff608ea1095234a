internal import Files

/// What the gate and the supervisor say to each other.
enum Supervision {
  /// How long the supervisor tries to end what SIGKILL should end at once.
  static let patience = Duration.seconds(5)
  /// How much of the end of an output is kept where its middle is dropped.
  static let tailBytes = 64 << 10

  /// The supervisor's arguments.
  struct Request {
    var output: String
    var errors: String?
    var maximumOutput: Int
    var timeout: Duration?
    var grace: Duration
    var lock: String?
    var shell: String
  }

  /// The one line that the supervisor writes.
  struct Report {
    var ending: Ending
    var droppedBytes = 0
    var stragglers = 0
    var survivors = 0

    enum Ending: Equatable {
      case exited(Int32)
      case signalled(Int32)
      case timedOut
      case stopped
      case unstarted(Int32)
    }
  }
}

extension Supervision.Request {
  init(_ command: Command) {
    self.init(
      output: command.output, errors: command.errors, maximumOutput: command.maximumOutput,
      timeout: command.timeout, grace: command.grace, lock: command.lock, shell: command.shell)
  }

  var arguments: [String] {
    [
      output, errors ?? "", String(maximumOutput), timeout.map { String($0.milliseconds) } ?? "",
      String(grace.milliseconds), lock ?? "", shell,
    ]
  }

  init?(arguments: [String]) {
    guard arguments.count == 7, arguments[0].utf8.first == UInt8(ascii: "/"),
      let maximum = Int(arguments[2]), let grace = Int(arguments[4])
    else { return nil }
    var timeout: Duration?
    if !arguments[3].isEmpty {
      guard let milliseconds = Int(arguments[3]) else { return nil }
      timeout = .milliseconds(milliseconds)
    }
    self.init(
      output: arguments[0], errors: arguments[1].isEmpty ? nil : arguments[1],
      maximumOutput: max(0, maximum), timeout: timeout, grace: .milliseconds(max(0, grace)),
      lock: arguments[5].isEmpty ? nil : arguments[5], shell: arguments[6])
  }
}

extension Supervision.Report {
  var line: String {
    let (word, value): (String, Int32) =
      switch ending {
      case .exited(let code): ("exited", code)
      case .signalled(let signal): ("signalled", signal)
      case .timedOut: ("timed-out", 0)
      case .stopped: ("stopped", 0)
      case .unstarted(let error): ("unstarted", error)
      }
    return "\(word) \(value) \(droppedBytes) \(stragglers) \(survivors)\n"
  }

  init?(line: String) {
    let words = line.split(separator: "\n").first?.split(separator: " ") ?? []
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard numbers.count == 4, let value = Int32(exactly: numbers[0]) else { return nil }
    switch words[0] {
    case "exited": ending = .exited(value)
    case "signalled": ending = .signalled(value)
    case "timed-out": ending = .timedOut
    case "stopped": ending = .stopped
    case "unstarted": ending = .unstarted(value)
    default: return nil
    }
    (droppedBytes, stragglers, survivors) = (numbers[1], numbers[2], numbers[3])
  }

  var result: CommandResult {
    let ending: CommandResult.Ending =
      switch ending {
      case .exited(let code): .exited(code)
      case .signalled(let signal): .signalled(signal)
      case .timedOut: .timedOut
      case .stopped: .cancelled
      case .unstarted(let error): .couldNotStart(systemMessage(error))
      }
    return CommandResult(
      ending: ending, droppedBytes: droppedBytes, stragglers: stragglers, survivors: survivors)
  }
}

extension Duration {
  /// Rounded up: a limit is never shorter than it was asked for.
  fileprivate var milliseconds: Int64 {
    let (seconds, rest) = (components.seconds, components.attoseconds)
    guard seconds < Int64.max / 2000 else { return Int64.max / 2 }
    return seconds * 1000 + (rest + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
