internal import CProcesses

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Starts `/bin/sh -c` in a session of its own with the two files as its outputs, nothing to read and
/// no signal blocked or ignored. Its environment and folder are this process's.
///
/// - Returns: the process, or the error number.
func spawnShell(_ command: String, output: Int32, errors: Int32) -> Result<pid_t, SpawnError> {
  #if canImport(Glibc)
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #else
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #endif
  unsafe posix_spawn_file_actions_init(&actions)
  unsafe posix_spawnattr_init(&attributes)
  defer {
    unsafe posix_spawn_file_actions_destroy(&actions)
    unsafe posix_spawnattr_destroy(&attributes)
  }
  unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
  unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
  var (none, all) = (sigset_t(), sigset_t())
  unsafe sigemptyset(&none)
  unsafe sigfillset(&all)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  unsafe posix_spawnattr_setsigdefault(&attributes, &all)
  let flags = Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | gate_new_session()
  unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

  var process: pid_t = 0
  let error = unsafe withCStrings(["/bin/sh", "-c", command]) { arguments in
    // It changes none of them: its types are older than `const`.
    let arguments = unsafe UnsafeRawPointer(arguments).assumingMemoryBound(
      to: UnsafeMutablePointer<CChar>?.self)
    return unsafe posix_spawn(
      &process, "/bin/sh", &actions, &attributes, arguments, gate_environment())
  }
  return error == 0 ? .success(process) : .failure(SpawnError(number: error))
}

/// Why a process could not be started.
struct SpawnError: Error {
  let number: Int32
}
