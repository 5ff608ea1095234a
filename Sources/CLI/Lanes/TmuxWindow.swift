import Processes

/// Opens a window of tmux, in the session around this command or in one of its own.
func openWindow(
  _ name: String, in folder: String, running command: String, _ environment: [String: String]
) throws {
  let isInside = environment["TMUX"].map { !$0.isEmpty } ?? false
  let arguments =
    isInside
    ? ["new-window", "-d", "-n", name, "-c", folder, command]
    : ["new-session", "-d", "-s", name, "-n", name, "-c", folder, command]
  let ended = try finished { await answer(of: "tmux", arguments, in: folder, environment) }
  guard ended.code == 0 else {
    throw Failure("tmux did not open the window \(name): \(ended.text)", exit: .unjudged)
  }
}
