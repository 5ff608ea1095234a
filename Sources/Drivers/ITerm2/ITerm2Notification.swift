/// What iTerm2 told by itself.
package enum ITerm2Notification: Sendable, Hashable {
  /// The screen of a session changed.
  case screenChanged(session: String)
  /// A shell shows its prompt.
  case prompt(session: String)
  /// A command began.
  case commandStarted(session: String, command: String)
  /// A command ended with this code.
  case commandEnded(session: String, code: Int)
  /// There is a new session.
  case opened(session: String)
  /// A session ended.
  case terminated(session: String)
  /// These are all sessions now.
  case layout([ITerm2Session])
  /// A variable of a session has a new value, in JSON.
  case variable(session: String, name: String, json: String)

  /// Nil for one of another kind than can be asked for here.
  init?(_ notification: inout WireReader) throws(WireProblem) {
    var found: ITerm2Notification?
    while let field = try notification.next() {
      guard let bytes = field.bytes else { continue }
      var message = try notification.within(bytes)
      switch field.number {
      case 2: found = .screenChanged(session: try ITerm2Notification.text(1, in: &message))
      case 3: found = try ITerm2Notification.prompt(&message)
      case 6: found = .opened(session: try ITerm2Notification.text(1, in: &message))
      case 7: found = .terminated(session: try ITerm2Notification.text(1, in: &message))
      case 8:
        while let part = try message.next() {
          guard part.number == 1, let bytes = part.bytes else { continue }
          var list = try message.within(bytes)
          found = .layout(try ITerm2Session.all(in: &list))
        }
      case 12: found = try ITerm2Notification.variable(&message)
      default: break
      }
    }
    guard let found else { return nil }
    self = found
  }

  private static func text(
    _ number: Int, in message: inout WireReader
  ) throws(WireProblem) -> String {
    var text = ""
    while let field = try message.next() {
      if field.number == number { text = field.text ?? text }
    }
    return text
  }

  private static func prompt(
    _ message: inout WireReader
  ) throws(WireProblem) -> ITerm2Notification? {
    var (session, command, code, kind) = ("", "", 0, 0)
    while let field = try message.next() {
      switch field.number {
      case 1: session = field.text ?? ""
      case 2, 3, 4:
        guard let bytes = field.bytes else { continue }
        kind = field.number
        var part = try message.within(bytes)
        while let detail = try part.next() {
          guard detail.number == 1 else { continue }
          if kind == 3 { command = detail.text ?? "" }
          if kind == 4 { code = detail.integer ?? 0 }
        }
      default: break
      }
    }
    return switch kind {
    case 2: .prompt(session: session)
    case 3: .commandStarted(session: session, command: command)
    case 4: .commandEnded(session: session, code: code)
    default: nil
    }
  }

  private static func variable(
    _ message: inout WireReader
  ) throws(WireProblem) -> ITerm2Notification? {
    var (scope, session, name, json) = (0, "", "", "null")
    while let field = try message.next() {
      switch field.number {
      case 1: scope = field.integer ?? 0
      case 2: session = field.text ?? ""
      case 3: name = field.text ?? ""
      case 4: json = field.text ?? "null"
      default: break
      }
    }
    return scope == 1 ? .variable(session: session, name: name, json: json) : nil
  }
}
