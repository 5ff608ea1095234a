internal import GateModel
package import Processes

/// The program `git`, for what libgit2 does not do as it does: filters of files, remotes, hooks.
package struct GitProgram {
  /// Where a remote's path is meant from.
  let folder: String
  private let run: Run

  /// Runs it with these variables set.
  package typealias Run = (
    _ arguments: [String], _ folder: String, _ variables: [String: String], _ patience: Patience
  ) throws -> ProgramAnswer

  /// What a signal to this process does to one of git's.
  package enum Patience: Sendable, Hashable {
    /// Nothing: what works on files must not be given up half-way.
    case whole
    /// It is waited for, and then nothing more is done.
    case last
    /// It is told to end.
    case none
  }

  /// Makes it of a function that runs it.
  package init(in folder: String, run: @escaping Run) {
    self.folder = folder
    self.run = run
  }

  /// To its end, whatever is typed meanwhile. Its monitor of files would live on, with the lock on landings.
  func whole(
    _ arguments: [String], in folder: String, _ variables: [String: String] = [:]
  ) throws -> ProgramAnswer {
    try run(["-c", "core.fsmonitor=false"] + arguments, folder, variables, .whole)
  }

  /// A hook, which is a person's, and may be given up.
  func hook(_ name: String, _ arguments: [String], in folder: String) throws -> ProgramAnswer {
    try run(["hook", "run", "--ignore-missing", name, "--"] + arguments, folder, [:], .none)
  }

  /// What asks a remote, and may take its time. Nobody could answer a question of its own: it has no terminal.
  func remote(_ arguments: [String], _ variables: [String: String] = [:]) throws -> ProgramAnswer {
    try run(
      arguments, folder, variables.merging(["GIT_TERMINAL_PROMPT": "0"]) { own, _ in own }, .last)
  }
}

extension ProgramAnswer {
  /// What went wrong, in one line: what a remote refused and why it said so, else git's own error, else the last
  /// line.
  var complaint: String {
    let lines = text.lines.map(\.trimmed).filter { !$0.isEmpty }
    func first(_ mark: String) -> String? { lines.first { $0.hasPrefix(mark) && $0 != mark } }
    if let refused = first("! [") {
      return [refused, first("remote:")].compactMap { $0 }.joined(separator: "; ")
    }
    return first("fatal:") ?? first("error:") ?? lines.last ?? "it says nothing"
  }
}
