import FoundationEssentials
import Processes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder for one test, removed with it, and the gate's own program as the supervisor.
final class Sandbox: Sendable {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/gate-processes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    // A folder that is left behind does no harm.
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The program that was built with these tests.
  static let gate = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../.build/debug/gate").standardizedFileURL.path

  func command(_ shell: String, timeout: Duration? = .seconds(30)) -> Command {
    Command(
      shell: shell, folder: folder, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
      output: folder + "/out.log", timeout: timeout, grace: .milliseconds(300))
  }

  func run(_ command: Command) async -> CommandResult {
    await Processes.run(command, under: Supervisor(executable: Sandbox.gate))
  }

  func text(_ name: String) -> String { tail(ofFile: folder + "/" + name, bytes: 1 << 20) }

  /// The process whose number a command wrote into a file; nil where it has not yet.
  func process(_ name: String) -> pid_t? { pid_t(text(name).prefix { $0.isNumber }) }

  /// Waits until a process is gone; false where it still runs after a while.
  func isGone(_ process: pid_t?) async throws -> Bool {
    guard let process else { return false }
    for _ in 0..<100 {
      if kill(process, 0) != 0 { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }
}
