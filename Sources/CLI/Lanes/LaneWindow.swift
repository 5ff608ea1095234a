import GateModel
import Processes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The window of tmux in which a program works in a lane's worktree. Its pane has a mark with the worktree's
/// folder, so that only what was opened here is taken for it, and closed again: a pane that a person made beside
/// it has none.
struct LaneWindow {
  /// After the repository too: tmux has its names for the whole machine.
  private let name: String
  private let folder: String
  private let environment: [String: String]

  private static let mark = "@gate_lane"

  /// - Parameters:
  ///   - folder: the top of the lane's worktree.
  ///   - root: the top of the main one.
  init(of lane: LaneID, in folder: String, root: String, _ environment: [String: String]) {
    let repository = root.split(separator: "/").last ?? ""
    // What tmux would take for a place in a session, or for a format, is not in it.
    name = String(
      "\(repository)-lane-\(lane)".map { character in
        character.isLetter || character.isNumber || character == "_" ? character : "-"
      })
    self.folder = folder
    self.environment = environment
  }

  /// Opens the window, in the session around this command or in one of its own, unless it is there.
  ///
  /// - Returns: where it is.
  func open(running command: String) throws -> String {
    let open = try panes()
    if let pane = open.first(where: { !$0.isDead }) {
      return "works in tmux already: tmux attach -t \(pane.session)"
    }
    // The program ended, and a setting of tmux keeps its last words.
    for pane in open { _ = try tmux(["kill-pane", "-t", pane.id], in: "/") }
    let isInside = environment["TMUX"].map { !$0.isEmpty } ?? false
    let session = try isInside ? "" : freeName()
    // It begins in the folder of this command: tmux would take the name of one for a format.
    let arguments =
      (isInside
        ? ["new-window", "-d", "-n", name] : ["new-session", "-d", "-s", session, "-n", session])
      + ["-P", "-F", "#{pane_id}", literal(command)]
    let opened = try tmux(arguments, in: folder)
    guard opened.code == 0 else {
      throw Failure(
        "tmux did not open the window \(name): \(opened.text.trimmed)", exit: .unjudged)
    }
    let marked = try tmux(
      ["set-option", "-p", "-t", opened.text.trimmed, LaneWindow.mark, literal(folder)], in: "/")
    guard marked.code == 0 else { throw ended(command) }
    return isInside
      ? "works in tmux: window \(name)" : "works in tmux: tmux attach -t \(session)"
  }

  /// Throws where the program has ended already, as one does that is not there.
  func confirm(_ command: String) throws {
    guard try panes().contains(where: { !$0.isDead }) else { throw ended(command) }
  }

  private func ended(_ command: String) -> Failure {
    Failure(
      "`\(command)` ended at once in the window \(name) of tmux", hint: "try it in \(folder)",
      exit: .unjudged)
  }

  /// Ends the program that works there, before its folder goes.
  ///
  /// - Returns: whether there was one.
  func close() throws -> Bool {
    let panes = try panes()
    for pane in panes {
      guard environment["TMUX_PANE"] != pane.id else {
        throw Failure(
          "this window of tmux is that of `\(folder)`, and would close",
          hint: "stop the lane from somewhere else", exit: .shut)
      }
      _ = try tmux(["kill-pane", "-t", pane.id], in: "/")
      // It is told to end, and may take its time.
      for _ in 0..<60 where pane.isRunning { usleep(50_000) }
      guard !pane.isRunning else {
        throw Failure(
          "the program in the window \(name) of tmux does not end: process \(pane.process)",
          hint: "end it, then again: its folder would go under it", exit: .shut)
      }
    }
    return !panes.isEmpty
  }

  private struct Pane {
    var id: String
    var process: pid_t
    var isDead: Bool
    var session: String

    var isRunning: Bool { !isDead && (kill(process, 0) == 0 || errno == EPERM) }
  }

  /// Those with the mark of this folder; none where tmux does not run.
  private func panes() throws -> [Pane] {
    let format =
      "#{pane_id}:#{pane_pid}:#{pane_dead}:#{session_name}:#{\(LaneWindow.mark)}"
    let listed = try tmux(["list-panes", "-a", "-F", format], in: "/")
    guard listed.code == 0 else { return [] }
    return listed.text.lines.compactMap { line in
      let fields = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
      guard fields.count == 5, fields[4] == folder, let process = pid_t(fields[1]) else {
        return nil
      }
      return Pane(
        id: String(fields[0]), process: process, isDead: fields[2] == "1",
        session: String(fields[3]))
    }
  }

  /// The name, or with a number where somebody has a session of that name.
  private func freeName() throws -> String {
    let taken = try tmux(["list-sessions", "-F", "#{session_name}"], in: "/")
    let names = Set(taken.text.lines.map(String.init))
    let others = (2..<100).lazy.map { "\(name)-\($0)" }
    return names.contains(name) ? others.first { !names.contains($0) } ?? name : name
  }

  /// In UTF-8 whatever the locale: tmux would write other characters as `_`.
  private func tmux(_ arguments: [String], in folder: String) throws -> ProgramAnswer {
    let environment = environment
    return try finished {
      await answer(of: "tmux", ["-u"] + arguments, in: folder, environment)
    }
  }

  /// An argument that ends with a semicolon would end the command.
  private func literal(_ text: String) -> String {
    text.hasSuffix(";") ? "\(text.dropLast())\\;" : text
  }
}
