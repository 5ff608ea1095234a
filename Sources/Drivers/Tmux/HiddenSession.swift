internal import Processes

/// The name of the session in which a control client of ours sits. It says whose it is, so that the next one
/// can tell what a killed process left behind: by number and start, never by what it was called.
package struct HiddenSession: Sendable, Hashable, CustomStringConvertible {
  /// What all of them begin with.
  package static let prefix = "gate-mon-"
  /// What its only window is called. A command without a target can put another beside it.
  package static let window = "gate"

  /// In which container its owner's number counts.
  var space: UInt64
  /// Whose it is.
  var owner: ProcessIdentity
  /// Tells several of one process apart.
  var number: UInt32

  /// One of this process.
  init() {
    (space, owner) = (ProcessIdentity.space, .own)
    number = .random(in: .min ... .max)
  }

  /// Fails where the name is none of ours.
  package init?(_ name: some StringProtocol) {
    guard name.hasPrefix(HiddenSession.prefix) else { return nil }
    let words = name.dropFirst(HiddenSession.prefix.count).split(separator: "-")
    guard words.count == 4, let space = UInt64(words[0]), let id = Int32(words[1]),
      let start = UInt64(words[2]), let number = UInt32(words[3], radix: 16)
    else { return nil }
    self.space = space
    owner = ProcessIdentity(id: id, start: start)
    self.number = number
    guard description == name else { return nil }
  }

  /// As tmux has it.
  package var description: String {
    "\(HiddenSession.prefix)\(space)-\(owner.id)-\(owner.start)-\(String(number, radix: 16))"
  }

  /// Whether its owner has ended. Of another container that cannot be told.
  private var isOrphan: Bool { space == ProcessIdentity.space && !owner.isRunning }

  /// Whether nobody will remove it any more: its owner has ended, or it has no client, as when a server that was
  /// stopped does what it was asked before by somebody who has given up.
  func isLeft(clients: Int) -> Bool { clients == 0 || isOrphan }

  /// How it is made. It ends by itself when its owner does, as far as that is seen from there.
  ///
  /// tmux's own `destroy-unattached` would do that too, and is left alone: 3.3a crashes where two such sessions
  /// lose their clients in one moment.
  var creation: [String] {
    let words = """
      echo 'gate looks at the panes of this server from here, and goes by itself.'
      kill -0 \(owner.id) 2>/dev/null || exec sleep 2147483647
      while kill -0 \(owner.id) 2>/dev/null; do sleep 2; done
      """
    return [
      "new-session", "-d", "-s", description, "-n", HiddenSession.window, "-x", "80", "-y", "24",
      "sh", "-c", words, ";", "set-option", "-w", "-t", "=\(self):", "remain-on-exit", "off", ";",
      // Whoever removes it ends the client: it does not go to a session of somebody else.
      "set-option", "-t", "=\(self):", "detach-on-destroy", "on",
    ]
  }

  /// How it is removed: with what is ours in it, and no more.
  var removal: [String] { ["kill-window", "-t", "=\(self):=\(HiddenSession.window)"] }

  /// How a control client goes there.
  var attachment: [String] {
    ["-C", "attach-session", "-t", "=\(self)", "-f", "ignore-size,no-output"]
  }
}
