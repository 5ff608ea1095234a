import Glibc

/// Runs a command to its end with its output thrown away, and answers how long it took in
/// milliseconds. Ends the program where it cannot be run or exits with something unexpected.
///
/// - Parameter environment: nil for this process's own.
@discardableResult
func run(
  _ command: [String], in folder: String, environment: [String: String]? = nil,
  expecting codes: [Int32] = [0]
) -> Double {
  guard unsafe chdir(folder) == 0 else { fail("`\(folder)` is not there") }
  let clock = ContinuousClock()
  let start = clock.now
  let code = status(of: command, environment: environment)
  let time = clock.now - start
  guard codes.contains(code) else {
    fail("`\(command.joined(separator: " "))` in \(folder): exit code \(code)")
  }
  return time / .milliseconds(1)
}

/// The exit code of a command; -1 where it cannot be run or was killed.
func status(of command: [String], environment: [String: String]? = nil) -> Int32 {
  let process = unsafe spawn(command, environment) { actions in
    unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0)
  }
  return process < 0 ? -1 : ending(of: process)
}

/// Waits for a process; -1 where it was killed.
func ending(of process: pid_t) -> Int32 {
  var status: Int32 = 0
  while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
  return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
}

/// Starts a command with the files that a body opens for it; -1 where it cannot be.
func spawn(
  _ command: [String], _ environment: [String: String]?,
  _ files: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
) -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe files(&actions)
  var arguments: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) } + [nil]
  defer { unsafe arguments.forEach { unsafe free($0) } }
  var variables: [UnsafeMutablePointer<CChar>?] =
    unsafe (environment ?? [:]).map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
  defer { unsafe variables.forEach { unsafe free($0) } }
  var process: pid_t = 0
  let error =
    unsafe environment == nil
    ? posix_spawnp(&process, command[0], &actions, nil, &arguments, environ)
    : posix_spawnp(&process, command[0], &actions, nil, &arguments, &variables)
  return error == 0 ? process : -1
}

func write(_ text: String, to path: String) {
  guard let file = unsafe fopen(path, "w") else { fail("`\(path)` cannot be written") }
  let bytes = Array(text.utf8)
  guard unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count, unsafe fclose(file) == 0 else {
    fail("`\(path)` cannot be written")
  }
}

/// The first bytes of a file, a few kilobytes; nothing where it is not there.
func contents(of path: String) -> String {
  guard let file = unsafe fopen(path, "r") else { return "" }
  defer { unsafe fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  let count = unsafe fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self)
}

func fail(_ message: String) -> Never {
  let bytes = Array("bench: \(message)\n".utf8)
  _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
  exit(2)
}
