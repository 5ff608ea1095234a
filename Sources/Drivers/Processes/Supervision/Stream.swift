#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Supervision {
  /// A pipe that a command writes to, and the file that keeps it.
  struct Stream: ~Copyable {
    /// The end that the command gets; -1 once it is closed here.
    private(set) var input: Int32
    /// The end that is read; -1 once nobody writes any more.
    private(set) var output: Int32
    private var file: CappedFile

    /// Nil where the file or the pipe cannot be made; `errno` says why.
    init?(_ path: String, maximum: Int) {
      guard let file = CappedFile(path, maximum: maximum) else { return nil }
      var ends: [Int32] = [-1, -1]
      guard unsafe pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      self.file = file
      (output, input) = (ends[0], ends[1])
    }

    deinit {
      if input >= 0 { close(input) }
      if output >= 0 { close(output) }
    }

    mutating func closeInput() {
      close(input)
      input = -1
    }

    /// Takes some of what is there, so that a flood does not keep the watch from its other duties.
    mutating func read() {
      for _ in 0..<16 where !takeOne() { return }
    }

    /// Takes all of what is there. For when no process is left that could write more.
    mutating func drain() {
      while takeOne() {}
    }

    /// Answers whether there can be more at once.
    private mutating func takeOne() -> Bool {
      guard output >= 0, let bytes = readAvailable(output, atMost: 64 << 10) else { return false }
      guard bytes.isEmpty else {
        file.append(bytes)
        return true
      }
      close(output)
      output = -1
      return false
    }

    mutating func finish() -> Int { file.finish() }
  }
}
