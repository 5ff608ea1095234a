#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Supervision {
  /// Watches one command from its start until the last of its processes is gone.
  struct Watch: ~Copyable {
    private let command: pid_t
    private let clock = ContinuousClock()
    private var output: Stream
    private var errors: Stream?
    private var status: Int32?
    private var hasChildren = true
    private var isGateGone = false
    private var pause = 1

    /// Runs the command to its end.
    static func report(on request: Request) -> Report {
      guard let output = Stream(request.output, maximum: request.maximumOutput) else {
        return Report(ending: .unstarted(errno))
      }
      var errors: Stream?
      if let path = request.errors {
        errors = Stream(path, maximum: request.maximumOutput)
        if errors == nil { return Report(ending: .unstarted(errno)) }
      }
      let errorsInput = errors?.input ?? output.input
      switch spawnShell(request.shell, output: output.input, errors: errorsInput) {
      case .failure(let error): return Report(ending: .unstarted(error.number))
      case .success(let command):
        var watch = Watch(command: command, output: output, errors: errors)
        return watch.run(request)
      }
    }

    private init(command: pid_t, output: consuming Stream, errors: consuming Stream?) {
      self.command = command
      self.output = output
      self.errors = errors
      self.output.closeInput()
      self.errors?.closeInput()
    }

    private mutating func run(_ request: Request) -> Report {
      let deadline = request.timeout.map { clock.now + $0 }
      var stop: Report.Ending?
      reap()
      while status == nil, hasChildren, stop == nil {
        if let deadline, clock.now >= deadline { stop = .timedOut }
        if isGateGone || isAskedToStop() { stop = .stopped }
        if stop == nil { wait(until: deadline) }
        reap()
      }
      let stragglers = end(within: request.grace)
      output.drain()
      errors?.drain()
      let dropped = output.finish() + (errors?.finish() ?? 0)
      let own = status.map {
        decoded($0, exited: Report.Ending.exited, signalled: Report.Ending.signalled)
      }
      return Report(
        ending: stop ?? own ?? .unstarted(ECHILD), droppedBytes: dropped,
        stragglers: stop == nil ? stragglers : 0,
        survivors: hasChildren ? remaining().count : 0)
    }

    /// Takes output until something happens, for at most a twentieth of a second.
    private mutating func wait(until deadline: ContinuousClock.Instant?) {
      var files = [pollfd(fd: isGateGone ? -1 : 0, events: Int16(POLLIN), revents: 0)]
      files.append(pollfd(fd: output.output, events: Int16(POLLIN), revents: 0))
      files.append(pollfd(fd: errors?.output ?? -1, events: Int16(POLLIN), revents: 0))
      // The end of the command is seen by looking: soon after its start and after output, then seldom.
      var milliseconds = pause
      if let deadline {
        let left = (deadline - clock.now) / .milliseconds(1)
        milliseconds = max(0, min(milliseconds, Int(min(left.rounded(.up), 1000))))
      }
      let count = unsafe poll(&files, nfds_t(files.count), Int32(milliseconds))
      pause = count > 0 ? 1 : min(pause * 2, 50)
      guard count > 0 else { return }
      if files[0].revents != 0, readAvailable(0, atMost: 256)?.isEmpty == true { isGateGone = true }
      if files[1].revents != 0 { output.read() }
      if files[2].revents != 0 { errors?.read() }
    }

    /// Takes note of every child that has ended.
    private mutating func reap() {
      while hasChildren {
        var raw: Int32 = 0
        let process = unsafe waitpid(-1, &raw, WNOHANG)
        if process == command { status = raw }
        if process < 0, errno == ECHILD { hasChildren = false }
        if process == 0 || (process < 0 && errno != EINTR) { return }
      }
    }

    /// Ends what is left, first politely. Answers how many processes there were.
    private mutating func end(within grace: Duration) -> Int {
      var found: Set<pid_t> = []
      signalAll(SIGTERM, &found)
      let polite = clock.now + grace
      while hasChildren, clock.now < polite {
        wait(until: polite)
        reap()
      }
      let last = clock.now + Supervision.patience
      while hasChildren, clock.now < last {
        // What is stopped starts no further process while the others are ended.
        signalAll(SIGSTOP, &found)
        signalAll(SIGKILL, &found)
        pause = 1
        wait(until: last)
        reap()
      }
      return found.count
    }

    private func signalAll(_ signal: Int32, _ found: inout Set<pid_t>) {
      for process in remaining() {
        found.insert(process)
        kill(process, signal)
      }
    }

    /// The processes to end, as kill(2) takes them.
    private func remaining() -> [pid_t] {
      #if os(Linux)
        descendants(of: getpid())
      #else
        hasChildren ? [-command] : []
      #endif
    }

  }
}
