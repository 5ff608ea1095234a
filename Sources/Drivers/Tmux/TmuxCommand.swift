/// What may be asked over a control client. The list is the boundary: tmux's own `read-only` flag lets
/// `send-keys` and `kill-session` through.
package struct TmuxCommand: Sendable, Hashable {
  /// As it is sent, without the end of the line.
  package let line: String

  /// All panes of the server, one text a pane.
  package static func listPanes(format: String) -> TmuxCommand {
    TmuxCommand(line: "list-panes -a -F \(quoted(format))")
  }

  /// What a pane shows.
  package static func capture(_ pane: PaneID) -> TmuxCommand {
    TmuxCommand(line: "capture-pane -p -t \(pane)")
  }

  /// One text about a pane; tmux answers for some pane where there is none of that name.
  package static func display(_ pane: PaneID, format: String) -> TmuxCommand {
    TmuxCommand(line: "display-message -p -t \(pane) \(quoted(format))")
  }

  /// Removes the hidden session of a client.
  static func remove(_ session: HiddenSession) -> TmuxCommand {
    TmuxCommand(line: session.removal.map { quoted($0) }.joined(separator: " "))
  }

  /// A text as one word: nothing in it means anything to tmux's own parser. A line's end would begin another
  /// command, and becomes a space.
  static func quoted(_ text: String) -> String {
    var word = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": word += #"'\''"#
      case "\n", "\r", "\0": word += " "
      default: word.unicodeScalars.append(scalar)
      }
    }
    return word + "'"
  }
}
