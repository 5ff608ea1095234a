import Glibc

/// Runs a command to its end with its output thrown away, and answers how long it took in
/// milliseconds. Ends the program where it cannot be run or exits with something unexpected.
@discardableResult
func run(_ command: [String], in folder: String, expecting codes: [Int32] = [0]) -> Double {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
  unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
  guard unsafe chdir(folder) == 0 else { fail("`\(folder)` is not there") }
  var arguments: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) } + [nil]
  defer { unsafe arguments.forEach { unsafe free($0) } }
  var process: pid_t = 0
  var status: Int32 = 0
  let clock = ContinuousClock()
  let start = clock.now
  let error = unsafe posix_spawnp(&process, command[0], &actions, nil, &arguments, environ)
  if error == 0 { while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {} }
  let time = clock.now - start
  let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
  guard error == 0, codes.contains(code) else {
    fail("`\(command.joined(separator: " "))` in \(folder): error \(error), exit code \(code)")
  }
  return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) / 1e15
}

func write(_ text: String, to path: String) {
  guard let file = unsafe fopen(path, "w") else { fail("`\(path)` cannot be written") }
  let bytes = Array(text.utf8)
  guard unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count, unsafe fclose(file) == 0 else {
    fail("`\(path)` cannot be written")
  }
}

func fail(_ message: String) -> Never {
  let bytes = Array("bench: \(message)\n".utf8)
  _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
  exit(2)
}
