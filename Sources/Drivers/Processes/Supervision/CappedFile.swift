#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that takes any amount of output and keeps a limited one: the beginning, and the end.
struct CappedFile: ~Copyable {
  private let file: Int32
  private let maximum: Int
  private let tailBytes: Int
  private var written = 0
  private var tail: [UInt8] = []
  private var dropped = 0

  /// Nil where the file cannot be made; `errno` says why.
  init?(_ path: String, maximum: Int) {
    file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return nil }
    tailBytes = min(Supervision.tailBytes, maximum / 2)
    self.maximum = maximum - tailBytes
  }

  deinit {
    close(file)
  }

  mutating func append(_ bytes: [UInt8]) {
    let head = bytes.prefix(max(0, maximum - written))
    if !head.isEmpty {
      written += head.count
      if !writeAll(head, to: file) { dropped += head.count }
    }
    tail += bytes.dropFirst(head.count)
    // Shortened now and then only, so that each byte is moved a few times at most.
    if tail.count > 2 * tailBytes + bytes.count { shorten() }
  }

  private mutating func shorten() {
    let surplus = max(0, tail.count - tailBytes)
    tail.removeFirst(surplus)
    dropped += surplus
  }

  /// Writes the end, and answers how many bytes are missing before it.
  mutating func finish() -> Int {
    shorten()
    if dropped > 0 { _ = writeAll("\n[gate: \(dropped) bytes left out]\n".utf8, to: file) }
    if !writeAll(tail, to: file) { dropped += tail.count }
    tail = []
    return dropped
  }
}
