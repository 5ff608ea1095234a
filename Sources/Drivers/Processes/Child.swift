internal import CProcesses
internal import Files
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A program that runs beside this one, such as a server, until it is told to end.
///
/// On Linux it gets a signal when this process is gone, however that ended. The signal belongs to the
/// thread that started it, so each child has a thread of its own that waits for it.
package final class Child: Sendable {
  /// The process.
  package let id: Int32
  private let end: Mutex<End>

  private struct End {
    var status: Int32?
    var waiting: [CheckedContinuation<Ending, Never>] = []
  }

  /// How it ended.
  package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// What to start.
  package struct Program: Sendable {
    /// An absolute path.
    package var path: String
    /// What follows the name of the program.
    package var arguments: [String]
    /// The whole environment: nothing is inherited.
    package var environment: [String: String]
    /// Where it works.
    package var folder: String
    /// Nil to run as this process's user.
    package var account: Account?
    /// Sent when this process is gone.
    package var deathSignal: Int32
    /// The file that its output and errors are added to; it then leads a process group of its own and
    /// has nothing to read. Nil to share this process's terminal, so that Ctrl-C reaches both.
    package var log: String?
    /// An open file that is its input, its output and its errors in place of a log: the end of a pair of
    /// sockets. It stays the caller's.
    package var channel: Int32?

    /// A program that gets SIGKILL when this process is gone.
    package init(
      _ path: String, _ arguments: [String], environment: [String: String] = [:], folder: String,
      account: Account? = nil, deathSignal: Int32 = SIGKILL, log: String?,
      channel: Int32? = nil
    ) {
      self.path = path
      self.arguments = arguments
      self.environment = environment
      self.folder = folder
      self.account = account
      self.deathSignal = deathSignal
      self.log = log
      self.channel = channel
    }
  }

  private init(id: pid_t) {
    self.id = id
    end = Mutex(End())
  }

  /// Starts a program; it runs when this returns.
  package static func start(_ program: Program) async throws(ChildError) -> Child {
    let result = await withCheckedContinuation { continuation in
      let box = unsafe Unmanaged.passRetained(Start(program: program, continuation: continuation))
      var thread = pthread_t()
      var attributes = pthread_attr_t()
      unsafe pthread_attr_init(&attributes)
      unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
      // It only forks and waits.
      unsafe pthread_attr_setstacksize(&attributes, 256 << 10)
      let error = unsafe pthread_create(
        &thread, &attributes, { unsafe lifeOfChild($0) }, box.toOpaque())
      unsafe pthread_attr_destroy(&attributes)
      if error != 0 {
        unsafe box.release()
        continuation.resume(returning: .failure(ChildError(number: error, program: program.path)))
      }
    }
    return try result.get()
  }

  /// Sends a signal to the process itself, or to the group that it leads; nothing once it has ended.
  package func send(_ signal: Int32, toGroup: Bool = false) {
    end.withLock { end in
      // Under the lock: the number is not given to another process before it has been waited for.
      if end.status == nil { kill(toGroup ? -id : id, signal) }
    }
  }

  /// Whether it still runs, or has ended and was not yet noticed.
  package var isRunning: Bool { end.withLock { $0.status == nil } }

  /// Waits for its end.
  package func ending() async -> Ending {
    await withCheckedContinuation { continuation in
      let status = end.withLock { end in
        if end.status == nil { end.waiting.append(continuation) }
        return end.status
      }
      if let status { continuation.resume(returning: Ending(status)) }
    }
  }

  fileprivate func waitForEnd() {
    // Left as it is until it is written down that it has ended, so that `send` hits nobody else.
    var info = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    var status: Int32 = 0
    let waiting = end.withLock { end in
      var found = unsafe waitpid(id, &status, 0)
      while found < 0, errno == EINTR { found = unsafe waitpid(id, &status, 0) }
      // Somebody else has taken its ending: it must not pass for a success.
      end.status = found == id ? status : 127 << 8
      status = end.status ?? status
      defer { end.waiting = [] }
      return end.waiting
    }
    for continuation in waiting { continuation.resume(returning: Ending(status)) }
  }

  fileprivate static func start(blocking program: Program) -> Result<Child, ChildError> {
    func failed() -> Result<Child, ChildError> {
      .failure(ChildError(number: errno, program: program.path))
    }
    var log: Int32 = -1
    if let path = program.log {
      log = openLog(path)
      guard log >= 0 else { return failed() }
    }
    defer { if log >= 0 { close(log) } }
    let variables = program.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let process = unsafe withCStrings([program.path] + program.arguments) { arguments in
      unsafe withCStrings(variables) { environment in
        unsafe program.path.withCString { path in
          unsafe program.folder.withCString { folder in
            var child = unsafe gate_child(
              program: path, arguments: arguments, environment: environment, folder: folder,
              input: program.channel ?? -1, output: program.channel ?? log,
              user: program.account?.user ?? 0,
              group: program.account?.group ?? 0, changesUser: program.account == nil ? 0 : 1,
              deathSignal: program.deathSignal)
            return unsafe gate_start_child(&child)
          }
        }
      }
    }
    return process < 0 ? failed() : .success(Child(id: process))
  }
}

/// Why a program cannot be started.
package struct ChildError: Error, Sendable, Hashable, CustomStringConvertible {
  /// As errno(3) has it.
  package var number: Int32
  /// The program's path.
  package var program: String

  /// One line for a person.
  package var description: String { "`\(program)` cannot be started: \(systemMessage(number))" }
}

private final class Start {
  let program: Child.Program
  let continuation: CheckedContinuation<Result<Child, ChildError>, Never>

  init(program: Child.Program, continuation: CheckedContinuation<Result<Child, ChildError>, Never>)
  {
    self.program = program
    self.continuation = continuation
  }
}

/// The thread of a child.
private func lifeOfChild(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
  let result = Child.start(blocking: start.program)
  start.continuation.resume(returning: result)
  if case .success(let child) = result { child.waitForEnd() }
  return nil
}

extension Child.Ending {
  fileprivate init(_ status: Int32) {
    self = decoded(status, exited: Self.exited, signalled: Self.signalled)
  }
}
