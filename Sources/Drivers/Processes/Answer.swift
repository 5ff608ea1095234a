internal import Subprocess
internal import SystemPackage

/// What a program said, and how it ended.
package struct ProgramAnswer: Sendable, Hashable {
  /// Both outputs, in the order written.
  package var text: String
  /// As a shell has it; 127 where it could not be started.
  package var code: Int32
}

/// Runs a program of PATH to its end. It goes on where this process is killed.
package func answer(
  of program: String, _ arguments: [String], in folder: String, _ environment: [String: String]
) async -> ProgramAnswer {
  var variables: [Environment.Key: String] = [:]
  for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
  do {
    let ended = try await Subprocess.run(
      .name(program), arguments: Arguments(arguments), environment: .custom(variables),
      workingDirectory: FilePath(folder), output: .string(limit: 1 << 20),
      error: .combinedWithOutput)
    let code: Int32 =
      switch ended.terminationStatus {
      case .exited(let code): code
      case .signaled(let signal): 128 + signal
      }
    return ProgramAnswer(text: ended.standardOutput, code: code)
  } catch {
    return ProgramAnswer(text: "`\(program)` cannot be run: \(error)", code: 127)
  }
}
