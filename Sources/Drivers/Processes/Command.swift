/// A shell command, where it runs, and how far it may go.
package struct Command: Sendable {
  /// Run by `/bin/sh -c`, with nothing on standard input.
  package var shell: String
  /// The working directory that it starts in.
  package var folder: String
  /// The whole environment: nothing is inherited.
  package var environment: [String: String]
  /// The file that standard output goes to. It is replaced.
  package var output: String
  /// The file that standard error goes to; nil for the one of standard output, in the order written.
  package var errors: String?
  /// Nil for as long as it takes.
  package var timeout: Duration?
  /// How long its processes have to end after SIGTERM, before SIGKILL.
  package var grace: Duration
  /// How many bytes of each file are kept: the beginning, and the last 64 KiB.
  package var maximumOutput: Int
  /// A file on which a shared lock is held as long as one of the command's processes lives, also when
  /// this process is killed before.
  package var lock: String?

  /// Makes a command. By default: one file for both outputs, no time limit, 2 seconds of grace, 64
  /// MiB of each file, no lock.
  package init(
    shell: String, folder: String, environment: [String: String], output: String,
    errors: String? = nil, timeout: Duration? = nil, grace: Duration = .seconds(2),
    maximumOutput: Int = 64 << 20, lock: String? = nil
  ) {
    self.shell = shell
    self.folder = folder
    self.environment = environment
    self.output = output
    self.errors = errors
    self.timeout = timeout
    self.grace = grace
    self.maximumOutput = maximumOutput
    self.lock = lock
  }
}

/// What came of a command. None of its processes is left, except for `survivors`.
package struct CommandResult: Sendable, Hashable {
  /// How the command itself ended; what it left running is in `stragglers`.
  package var ending: Ending
  /// From the start of its supervisor until that has ended everything.
  package var duration: Duration
  /// Bytes of output that are not in the files, because there were too many.
  package var droppedBytes: Int
  /// Processes that it left running when it ended, and that were ended for it.
  package var stragglers: Int
  /// Processes that could not be ended: another user's, or stuck in the kernel.
  package var survivors: Int

  /// Makes a result; a number that is left out is 0.
  package init(
    ending: Ending, duration: Duration = .zero, droppedBytes: Int = 0, stragglers: Int = 0,
    survivors: Int = 0
  ) {
    self.ending = ending
    self.duration = duration
    self.droppedBytes = droppedBytes
    self.stragglers = stragglers
    self.survivors = survivors
  }

  /// The ways in which a command ends: with an exit code, by the signal of this number, or before
  /// it could do either.
  package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
    /// The task that ran it was cancelled, or the gate was told to end.
    case cancelled
    /// For a person: why.
    case couldNotStart(String)
  }
}
