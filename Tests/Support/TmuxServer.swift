import Foundation
import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A server of tmux for one test, with a folder and a socket of its own and no configuration. It is killed with
/// the value, however it is then, and ends by itself after a test run that was killed.
package final class TmuxServer: Sendable {
  /// As `tmux -L` takes it.
  package let name: String
  /// Removed with the value; its sockets are in it.
  package let folder: String
  /// For programs that are to find it.
  package let environment: [String: String]

  /// Makes the folder and starts nothing.
  package init() throws {
    let id = UUID().uuidString.prefix(8)
    name = "gate-test-\(getpid())-\(id)"
    folder = "/tmp/gate-tmux-\(id)"
    environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder,
      "TMUX_TMPDIR": folder, "SHELL": "/bin/sh",
    ]
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(replayer.utf8).write(to: URL(filePath: folder + "/replay"))
  }

  deinit {
    // Whatever is left harms nobody.
    if let process { kill(process, SIGKILL) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Runs `tmux` and returns what it said, on both streams.
  @discardableResult
  package func tmux(_ arguments: String...) async throws -> String {
    try await tmux(arguments)
  }

  /// The same for a list.
  @discardableResult
  package func tmux(_ arguments: [String]) async throws -> String {
    try await output(of: "tmux", ["-u", "-L", name, "-f", "/dev/null"] + arguments)
  }

  /// Runs a shell command that finds the server, and returns what it said.
  @discardableResult
  package func sh(_ command: String) async throws -> String {
    try await output(of: "sh", ["-c", command])
  }

  private func output(of program: String, _ arguments: [String]) async throws -> String {
    var variables: [Environment.Key: String] = [:]
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let result = try await run(
      .path(FilePath("/usr/bin/env")), arguments: Arguments([program] + arguments),
      environment: .custom(variables), output: .string(limit: 1 << 20),
      error: .combinedWithOutput)
    return result.standardOutput.trimmingCharacters(in: .newlines)
  }

  /// Starts the server with a session `home`, whose panes stay when their programs end.
  package func start() async throws {
    try await tmux("new-session", "-d", "-s", "home", "-x", "100", "-y", "30", "exec sleep 600")
    try await tmux("set-option", "-g", "remain-on-exit", "on")
    let process = try await tmux("display-message", "-p", "#{pid}")
    try await tmux(
      "run-shell", "-b",
      "while kill -0 \(getpid()) 2>/dev/null; do sleep 2; done; kill -9 \(process)")
    try Data(process.utf8).write(to: URL(filePath: folder + "/process"))
  }

  /// The server's process; nil where it was not started.
  package var process: Int32? {
    (try? String(contentsOfFile: folder + "/process", encoding: .utf8)).flatMap { pid_t($0) }
  }

  /// Opens a window that shows what it is told to: `show`.
  ///
  /// - Parameter options: of `new-window`, in place of one behind the others.
  /// - Returns: its pane.
  @discardableResult
  package func open(_ window: String, _ options: [String]? = nil) async throws -> String {
    let path = "\(folder)/\(window).in"
    guard unsafe mkfifo(path, 0o600) == 0 || errno == EEXIST else {
      throw CocoaError(.fileWriteUnknown)
    }
    if FileManager.default.fileExists(atPath: path + ".open") {
      try FileManager.default.removeItem(atPath: path + ".open")
    }
    let pane = try await tmux(
      (options ?? ["new-window", "-d", "-t", "home:", "-n", window])
        + ["-P", "-F", "#{pane_id}", "exec sh \(folder)/replay \(path)"])
    // What is written before it listens is lost.
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: path + ".open") {
      try await Task.sleep(for: .milliseconds(10))
    }
    return pane
  }

  /// Has a window show a text in place of what it shows; `\n` and `\033` mean what they do to printf.
  package func show(_ text: String, in window: String) throws {
    try send("show " + text.replacing("\n", with: #"\n"#), to: window)
  }

  /// Has a window write a text behind what it shows.
  package func write(_ text: String, to window: String) throws {
    try send("add " + text, to: window)
  }

  /// Has the shell of a window run something: `exit 7`.
  package func send(_ line: String, to window: String) throws {
    // For both: a window that is gone would keep who only writes waiting.
    let file = try FileHandle(forUpdating: URL(filePath: "\(folder)/\(window).in"))
    try file.write(contentsOf: Data((line + "\n").utf8))
    try file.close()
  }
}

/// What runs in a window. The pipe is opened for both, so that it does not end with the first who writes.
private let replayer = #"""
  exec 3<>"$1"
  : >"$1.open"
  while IFS= read -r line <&3; do
    case $line in
      "show "*) printf '\033[H\033[2J%b' "${line#show }" ;;
      "add "*) printf '%b' "${line#add }" ;;
      *) eval "$line" ;;
    esac
  done
  """#
