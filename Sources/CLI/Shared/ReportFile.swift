#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes the files of a report so that a reader never sees half of one, and a failure is one.
struct ReportFile {
  var path: String
  var text: String

  /// Writes all of them, or says why not and leaves what was there: each is written beside its place
  /// first. They take their places one after the other under a lock on the folder, so that of two gates
  /// at once one comes last, with all of its files.
  static func write(_ files: [ReportFile], in folder: String) throws {
    let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw failure(folder) }
    defer { close(lock) }
    var written: [(new: String, path: String)] = []
    // Those that did not take their places.
    defer { for (new, _) in written { unsafe unlink(new) } }
    for file in files {
      let new = "\(folder)/.gate-\(String(UInt64.random(in: .min ... .max), radix: 16))"
      written.append((new, file.path))
      try put(file.text, at: new, O_CREAT | O_EXCL, named: file.path)
    }
    while flock(lock, LOCK_EX) != 0 { guard errno == EINTR else { throw failure(folder) } }
    for (new, path) in written { guard unsafe rename(new, path) == 0 else { throw failure(path) } }
  }

  /// Makes the folder, and those above it; true where it was not there yet.
  static func makeFolder(_ path: String) throws -> Bool {
    if unsafe mkdir(path, 0o755) == 0 { return true }
    switch errno {
    case EEXIST: return false  // If it is no folder, writing into it says so.
    case ENOENT:
      guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw failure(path)
      }
      _ = try makeFolder(String(path[..<slash]))
      guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path) }
      return true
    default: throw failure(path)
    }
  }

  /// Adds to the end of a file that others add to as well.
  static func append(_ text: String, to path: String) throws {
    try put(text, at: path, O_CREAT | O_APPEND, named: path)
  }

  private static func put(_ text: String, at path: String, _ flags: Int32, named name: String)
    throws
  {
    // Readable by everybody, as far as the umask lets it be.
    let file = unsafe open(path, O_WRONLY | O_CLOEXEC | flags, 0o644)
    guard file >= 0 else { throw failure(name) }
    do {
      try put(text, into: file, named: name)
    } catch {
      close(file)
      throw error
    }
    // Some file systems tell of a full disk only here.
    guard close(file) == 0 else { throw failure(name) }
  }

  /// Prints all of it.
  static func print(_ text: String) throws {
    try put(text, into: STDOUT_FILENO, named: "standard output")
  }

  private static func put(_ text: String, into file: Int32, named name: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe Self.write(file, $0) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        // A reader who has gone (a closed pipe) has seen what he wanted.
        if errno == EPIPE, file == STDOUT_FILENO { return }
        throw failure(name)
      }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(file, bytes.baseAddress, bytes.count)
    #else
      unsafe Darwin.write(file, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func failure(_ path: String) -> Failure {
    let reason = unsafe String(cString: strerror(errno))
    return Failure("the report cannot be written to `\(path)`: \(reason)", exit: .unjudged)
  }
}
