/// What iTerm2 can be asked. Source: `api.proto` of iTerm2.
enum ITerm2Call: Sendable, Hashable {
  case listSessions
  case subscribe(ITerm2Subscription)
  /// The lines that a session shows.
  case screen(session: String)
  case variables(session: String, names: [String])

  /// As the bytes of a `ClientOriginatedMessage`.
  func message(id: Int64) -> [UInt8] {
    var writer = WireWriter()
    writer.number(1, Int(id))
    switch self {
    case .screen(let session):
      writer.message(100) { request in
        request.text(1, session)
        request.message(2) { $0.flag(1, true) }
      }
    case .subscribe(let subscription):
      writer.message(103) { subscription.write(to: &$0) }
    case .listSessions: writer.message(106) { _ in }
    case .variables(let session, let names):
      writer.message(115) { request in
        request.text(1, session)
        for name in names { request.text(3, name) }
      }
    }
    return writer.bytes
  }
}

/// What iTerm2 tells by itself, from when it is asked to until the connection ends.
package enum ITerm2Subscription: Sendable, Hashable {
  /// That the screen of a session changed: what stands there has to be read.
  case screen(session: String)
  /// That a command began or ended, where the shell of a session reports it.
  case prompt(session: String)
  /// New sessions.
  case newSessions
  /// Sessions that ended.
  case terminations
  /// Which windows, tabs and panes there are.
  case layout
  /// A variable of every session.
  case variable(String)

  func write(to request: inout WireWriter) {
    let (session, kind) = wire
    request.text(1, session)
    request.flag(2, true)
    request.number(3, kind)
    switch self {
    case .variable(let name):
      request.message(6) { monitor in
        monitor.text(1, name)
        monitor.number(2, 1)
        monitor.text(3, "all")
      }
    case .prompt:
      request.message(9) { monitor in for mode in 1...3 { monitor.number(1, mode) } }
    case .screen, .newSessions, .terminations, .layout: break
    }
  }

  /// The session and the number of the kind of notification.
  private var wire: (session: String, kind: Int) {
    switch self {
    case .screen(let session): (session, 2)
    case .prompt(let session): (session, 3)
    case .newSessions: ("all", 6)
    case .terminations: ("all", 7)
    case .layout: ("all", 8)
    case .variable: ("all", 12)
    }
  }
}
