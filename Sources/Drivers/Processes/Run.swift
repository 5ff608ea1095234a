internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How to start the supervisor, which is this program under another verb.
package struct Supervisor: Sendable {
  private let executable: String
  private let arguments: [String]

  /// Names a program and the arguments that make a supervisor of it: the verb `supervise`, if left
  /// out.
  package init(executable: String, arguments: [String] = ["supervise"]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// The running program itself, even where its file has been replaced since.
  package static var ownProgram: Supervisor {
    #if os(Linux)
      Supervisor(executable: "/proc/self/exe")
    #else
      Supervisor(executable: CommandLine.arguments.first ?? "gate")
    #endif
  }

  /// The program's file, for commands that call it by its path; nil where it is gone.
  package var file: String? {
    guard let resolved = unsafe realpath(executable, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  fileprivate func configuration(for command: Command) -> Configuration {
    var options = PlatformOptions()
    // A session of its own, so that Ctrl-C on the terminal ends the gate and not the supervisor,
    // which then ends the command.
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .terminate, allowedDurationToNextStep: command.grace + Supervision.patience * 2)
    ]
    var variables: [Environment.Key: String] = [:]
    for (name, value) in command.environment where !name.isEmpty {
      variables[Environment.Key(stringLiteral: name)] = value
    }
    return Configuration(
      executable: .path(FilePath(executable)),
      arguments: Arguments(arguments + Supervision.Request(command).arguments),
      environment: .custom(variables), workingDirectory: FilePath(command.folder),
      platformOptions: options)
  }
}

/// Runs a command until it ends, its time is over or the task is cancelled. No thread is blocked
/// meanwhile.
///
/// The command runs under a supervisor that holds all its processes together, those too that start
/// sessions of their own, and ends them whatever happens: it notices when this process is gone,
/// because then the pipe that is its standard input closes.
package func run(_ command: Command, under supervisor: Supervisor) async -> CommandResult {
  let clock = ContinuousClock()
  let start = clock.now
  var result: CommandResult
  do {
    let ended = try await Subprocess.run(
      supervisor.configuration(for: command), input: .inputWriter, output: .sequence,
      error: .discarded
    ) { execution in
      // The supervisor writes one line, at the end. Its input stays open until then.
      var report: [UInt8] = []
      for try await buffer in execution.standardOutput where report.count < 4096 {
        report += unsafe buffer.withUnsafeBytes { unsafe Array($0) }
      }
      return String(decoding: report, as: UTF8.self)
    }
    result =
      Supervision.Report(line: ended.closureResult)?.result
      ?? CommandResult(ending: .couldNotStart("its supervisor ended early"))
  } catch {
    result = CommandResult(ending: .couldNotStart("\(error)"))
  }
  // What a cancelled command still answered does not matter.
  if Task.isCancelled { result.ending = .cancelled }
  result.duration = clock.now - start
  return result
}
