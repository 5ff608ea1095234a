internal import Files
internal import FoundationEssentials

/// What a program said, and how it ended.
package struct ProgramAnswer: Sendable, Hashable {
  /// The last of both outputs, in the order written.
  package var text: String
  /// As a shell has it; 127 where it could not be started.
  package var code: Int32
}

/// Runs a program of PATH to its end, with nothing on its input. It is not cancelled, and goes on where this
/// process is killed: it has the locks that are handed on (`FileLock.inherit`) until it has ended.
package func answer(
  of program: String, _ arguments: [String], in folder: String, _ environment: [String: String]
) async -> ProgramAnswer {
  let files = FileManager.default
  let path = environment["PATH", default: ""].split(separator: ":").lazy.map { "\($0)/\(program)" }
    .first { files.isExecutableFile(atPath: $0) }
  guard let path else {
    return ProgramAnswer(text: "there is no `\(program)` on PATH", code: 127)
  }
  let log = files.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)").path
  // What is left of it harms nobody.
  defer { try? files.removeItem(atPath: log) }
  do {
    let child = try await Child.start(
      Child.Program(
        path, arguments, environment: environment, folder: folder, deathSignal: 0, log: log))
    let code: Int32 =
      switch await child.ending() {
      case .exited(let code): code
      case .signalled(let signal): 128 + signal
      }
    return ProgramAnswer(text: tail(ofFile: log, bytes: 64 << 10), code: code)
  } catch {
    return ProgramAnswer(text: "`\(program)` cannot be run: \(error)", code: 127)
  }
}
