/// A session of iTerm2: what one pane shows.
package struct ITerm2Session: Sendable, Hashable {
  /// iTerm2's own name for it, as long as it exists.
  package var id: String
  /// Of its pane; may be empty.
  package var title: String
  /// The window that it is in; nil where it is in none that can be seen.
  package var window: String?

  /// Makes one.
  package init(id: String, title: String = "", window: String? = nil) {
    (self.id, self.title, self.window) = (id, title, window)
  }

  private static let maximumCount = 10_000

  /// Those of a `ListSessionsResponse`, in the order of windows, tabs and panes.
  static func all(in list: inout WireReader) throws(WireProblem) -> [ITerm2Session] {
    var sessions: [ITerm2Session] = []
    while let field = try list.next() {
      guard let bytes = field.bytes else { continue }
      var message = try list.within(bytes)
      switch field.number {
      case 1: try readWindow(&message, into: &sessions)
      case 2: try readSummary(&message, into: &sessions)
      default: break
      }
    }
    return sessions
  }

  private static func readWindow(
    _ window: inout WireReader, into sessions: inout [ITerm2Session]
  ) throws(WireProblem) {
    let first = sessions.count
    var name: String?
    while let field = try window.next() {
      switch (field.number, field.bytes) {
      case (1, let bytes?):
        var tab = try window.within(bytes)
        while let part = try tab.next() {
          guard let bytes = part.bytes else { continue }
          var message = try tab.within(bytes)
          switch part.number {
          case 3: try readNode(&message, into: &sessions)
          case 6: try readSummary(&message, into: &sessions)
          default: break
          }
        }
      case (2, _): name = field.text
      default: break
      }
    }
    for index in sessions.indices.dropFirst(first) { sessions[index].window = name }
  }

  /// Panes beside or below each other, each of which may be split again.
  private static func readNode(
    _ node: inout WireReader, into sessions: inout [ITerm2Session]
  ) throws(WireProblem) {
    while let field = try node.next() {
      guard field.number == 2, let bytes = field.bytes else { continue }
      var link = try node.within(bytes)
      while let child = try link.next() {
        guard let bytes = child.bytes else { continue }
        var message = try link.within(bytes)
        switch child.number {
        case 1: try readSummary(&message, into: &sessions)
        case 2: try readNode(&message, into: &sessions)
        default: break
        }
      }
    }
  }

  private static func readSummary(
    _ summary: inout WireReader, into sessions: inout [ITerm2Session]
  ) throws(WireProblem) {
    var session = ITerm2Session(id: "")
    while let field = try summary.next() {
      switch field.number {
      case 1: session.id = field.text ?? ""
      case 4: session.title = field.text ?? ""
      default: break
      }
    }
    guard sessions.count < maximumCount else { throw .tooLarge }
    if !session.id.isEmpty { sessions.append(session) }
  }
}
