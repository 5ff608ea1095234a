internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A look at every tracked file of a worktree that goes on beside everything else: it costs as much
/// as all the rest of a small check, and its answer is needed last.
///
/// Compares what the index remembers of each file (size, time) with the disk, as git does first.
/// Untracked files are not looked for.
package final class UncommittedSearch: Sendable {
  let root: String
  private let indexPath: String
  private let state = Mutex(State())
  private let nextChunk = Atomic(0)
  private let isRead = DispatchSemaphore(value: 0)
  private let isDone = DispatchSemaphore(value: 0)

  private struct State {
    var index: IndexFile?
    var written = FileTime(seconds: 0, nanoseconds: 0)
    var suspects: [IndexFile.Entry] = []
  }

  /// - Parameters:
  ///   - root: the top of the working tree, ending in `/`.
  ///   - index: the path of its index.
  init(root: String, index: String) {
    self.root = root
    indexPath = index
    startThread { [self] in
      readIndex()
      isRead.signal()
      lookAtFiles()
      isDone.signal()
    }
  }

  /// The index, and those of its files that may differ from it: only their content tells. Nil where
  /// the index could not be read in full. Helps with what is left, and waits for the rest.
  func result() -> (index: IndexFile, suspects: [IndexFile.Entry])? {
    isRead.wait()
    lookAtFiles()
    isDone.wait()
    return state.withLock { state in
      state.index.map { ($0, state.suspects.sorted { $0.path < $1.path }) }
    }
  }

  private func readIndex() {
    var status = stat()
    guard unsafe stat(indexPath, &status) == 0, let bytes = FileOnDisk.readWhole(indexPath) else {
      return
    }
    let (index, written) = (IndexFile(bytes), FileTime(of: status))
    state.withLock { state in
      state.index = index
      state.written = written
    }
  }

  private func lookAtFiles() {
    let (index, written) = state.withLock { ($0.index, $0.written) }
    guard let index else { return }
    let folder = unsafe open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { close(folder) }
    let found = unsafe index.withEntries { entries, paths in
      unsafe suspects(among: entries, paths, in: folder, written)
    }
    if !found.isEmpty { state.withLock { $0.suspects += found } }
  }

  /// Takes some of the entries after the other, as long as nobody else has taken them.
  private func suspects(
    among entries: UnsafeBufferPointer<IndexFile.Entry>, _ paths: UnsafePointer<CChar>,
    in folder: Int32, _ indexWritten: FileTime
  ) -> [IndexFile.Entry] {
    let size = 128
    var found: [IndexFile.Entry] = []
    while true {
      let start = nextChunk.add(size, ordering: .relaxed).oldValue
      guard start < entries.count else { return found }
      for position in start..<min(start + size, entries.count) {
        let entry = unsafe entries[position]
        var status = stat()
        let isThere = unsafe fstatat(folder, paths + entry.path, &status, AT_SYMLINK_NOFOLLOW)
        if isThere != 0 || isSuspect(entry, FileTime(of: status), status.st_size, indexWritten) {
          found.append(entry)
        }
      }
    }
  }

  private func isSuspect(
    _ entry: IndexFile.Entry, _ time: FileTime, _ size: off_t, _ indexWritten: FileTime
  ) -> Bool {
    if UInt32(truncatingIfNeeded: size) != entry.size || time.seconds != entry.seconds {
      return true
    }
    if entry.nanoseconds != 0, time.nanoseconds != entry.nanoseconds { return true }
    // Written at the same moment as the index or later: it may have changed within one tick of the
    // clock. Source: git, Documentation/technical/racy-git.txt.
    return !(time < indexWritten)
  }
}

/// When a file was last written.
private struct FileTime: Comparable {
  var seconds: UInt32
  var nanoseconds: UInt32

  init(seconds: UInt32, nanoseconds: UInt32) {
    (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
  }

  init(of status: stat) {
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    seconds = UInt32(truncatingIfNeeded: time.tv_sec)
    nanoseconds = UInt32(truncatingIfNeeded: time.tv_nsec)
  }

  static func < (a: FileTime, b: FileTime) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }
}

/// Runs work on a thread of its own at once: a queue's first thread takes milliseconds to begin. Where
/// there can be no further thread, it runs before this returns.
private func startThread(_ work: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let box = unsafe Unmanaged.passRetained(Work(work))
  #if canImport(Glibc)
    var thread: pthread_t = 0
  #else
    var thread: pthread_t?
  #endif
  let code = unsafe pthread_create(
    &thread, nil,
    { argument in
      pthread_detach(pthread_self())
      if let argument = unsafe argument {
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
      }
      return nil
    }, box.toOpaque())
  if code != 0 { unsafe box.takeRetainedValue().body() }
}
