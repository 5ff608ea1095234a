@testable import ITerm2

/// A `ClientOriginatedMessage`, as far as the fake answers it.
struct FakeRequest: Sendable {
  var id: Int64
  var call: Call

  enum Call: Sendable {
    case screen(session: String)
    case subscribe(kind: Int, session: String, isOn: Bool)
    case list
    case variables(session: String, names: [String])
  }

  /// Nil for one of another kind.
  init?(_ bytes: [UInt8]) throws {
    var reader = try WireReader(bytes[...])
    var (id, call): (Int64, Call?) = (0, nil)
    while let field = try reader.next() {
      if field.number == 1 { id = Int64(field.integer ?? 0) }
      guard field.number >= 100, let bytes = field.bytes else { continue }
      var message = try reader.within(bytes)
      var (session, kind, isOn, names) = ("", 0, false, [String]())
      while let part = try message.next() {
        switch part.number {
        case 1: session = part.text ?? session
        case 2: isOn = part.integer == 1
        case 3 where part.bytes == nil: kind = part.integer ?? 0
        case 3: names.append(part.text ?? "")
        default: break
        }
      }
      switch field.number {
      case 100: call = .screen(session: session)
      case 103: call = .subscribe(kind: kind, session: session, isOn: isOn)
      case 106: call = .list
      case 115: call = .variables(session: session, names: names)
      default: break
      }
    }
    guard let call else { return nil }
    (self.id, self.call) = (id, call)
  }

  func answer(from world: FakeWorld, to writer: inout WireWriter) {
    switch call {
    case .list: writer.message(106) { FakeRequest.list(world.sessions, &$0) }
    case .screen(let session):
      writer.message(100) { FakeRequest.screen(world.screens[session], &$0) }
    case .variables(let session, let names):
      let known = world.sessions.contains { $0.id == session }
      let values = names.map { world.variables[session]?[$0] ?? "null" }
      writer.message(115) { FakeRequest.variables(known ? values : nil, &$0) }
    case .subscribe: break
    }
  }

  static func variables(_ values: [String]?, _ answer: inout WireWriter) {
    answer.number(1, values == nil ? 1 : 0)
    for value in values ?? [] { answer.text(2, value) }
  }

  static func screen(_ lines: [String]?, _ answer: inout WireWriter) {
    answer.number(1, lines == nil ? 1 : 0)
    guard let lines else { return }
    for line in lines {
      answer.message(3) {
        $0.text(1, line)
        $0.number(3, 1)
      }
    }
    answer.message(4) {
      $0.number(1, 0)
      $0.number(2, lines.count)
    }
    answer.number(5, 0)
    // The official client wants to know where the lines are.
    answer.message(6) { range in
      range.message(1) { coordinates in
        coordinates.message(1) {
          $0.number(1, 0)
          $0.number(2, 0)
        }
        coordinates.message(2) {
          $0.number(1, 80)
          $0.number(2, max(0, lines.count - 1))
        }
      }
    }
  }

  /// Each window one tab, in which the first pane stands beside all others below each other.
  static func list(_ sessions: [ITerm2Session], _ answer: inout WireWriter) {
    var windows: [String] = []
    for session in sessions {
      if let window = session.window, !windows.contains(window) { windows.append(window) }
    }
    for window in windows {
      let panes = sessions.filter { $0.window == window }
      answer.message(1) { message in
        message.message(1) { tab in
          tab.text(2, "T-\(window)")
          tab.message(3) { root in
            root.flag(1, true)
            for pane in panes.prefix(1) { root.message(2) { $0.message(1) { summary(pane, &$0) } } }
            guard panes.count > 1 else { return }
            root.message(2) { link in
              link.message(2) { node in
                node.flag(1, false)
                for pane in panes.dropFirst() {
                  node.message(2) { $0.message(1) { summary(pane, &$0) } }
                }
              }
            }
          }
        }
        message.text(2, window)
        message.number(4, 1)
      }
    }
    for session in sessions where session.window == nil {
      answer.message(2) { summary(session, &$0) }
    }
  }

  private static func summary(_ session: ITerm2Session, _ writer: inout WireWriter) {
    writer.text(1, session.id)
    writer.message(3) {
      $0.number(1, 80)
      $0.number(2, 24)
    }
    writer.text(4, session.title)
  }
}
