internal import GateModel

/// git's index, read as bytes. Source: git, Documentation/gitformat-index.txt, versions 2 to 4.
///
/// libgit2 hashes the whole file at every opening, which costs as much as all the rest of a small
/// check; here its checksum is not looked at, and nothing is copied that need not be.
struct IndexFile: Sendable {
  private(set) var entries: [Entry] = []
  /// The tree of all that is staged, where the index remembers it.
  private(set) var tree: ObjectID?
  private let bytes: [UInt8]
  /// The paths of version 4, which the file holds only in part.
  private var paths: [UInt8]?

  /// What git remembers of a regular file or a link. Submodules, files that a sparse checkout leaves
  /// out, and those that the user told git not to look at are not among the entries.
  struct Entry: Sendable {
    var seconds: UInt32
    var nanoseconds: UInt32
    var size: UInt32
    /// Where its id and its path stand.
    fileprivate var id: Int
    fileprivate(set) var path: Int
  }

  /// Nil for what is no index, or one that needs a second file (a split index).
  init?(_ file: [UInt8]) {
    bytes = file
    guard file.count > 32, file.prefix(4).elementsEqual("DIRC".utf8) else { return nil }
    let version = number(at: 4)
    let count = Int(number(at: 8))
    guard (2...4).contains(version), count <= file.count / 62 else { return nil }
    if version == 4 { paths = [] }
    entries.reserveCapacity(count)
    var offset = 12
    for _ in 0..<count {
      guard let next = readEntry(at: offset) else { return nil }
      offset = next
    }
    guard readExtensions(from: offset) else { return nil }
  }

  /// The id of an entry's content.
  func id(of entry: Entry) -> ObjectID { ObjectID(bytes: bytes[entry.id..<(entry.id + 20)]) }

  func path(of entry: Entry) -> RepoPath {
    RepoPath(bytes: (paths ?? bytes)[entry.path...].prefix { $0 != 0 })
  }

  /// Lends the entries, and the bytes in which their paths stand, each ending in a NUL. Once for all of
  /// them: two threads that count references to one array stand in each other's way.
  func withEntries<Result>(
    _ body: (UnsafeBufferPointer<Entry>, UnsafePointer<CChar>) -> Result
  ) -> Result {
    unsafe entries.withUnsafeBufferPointer { entries in
      unsafe (paths ?? bytes).withUnsafeBytes { buffer in
        guard let start = buffer.baseAddress else { preconditionFailure("it holds the paths") }
        return unsafe body(entries, start.assumingMemoryBound(to: CChar.self))
      }
    }
  }

  private func number(at index: Int) -> UInt32 {
    UInt32(bytes[index]) << 24 | UInt32(bytes[index + 1]) << 16 | UInt32(bytes[index + 2]) << 8
      | UInt32(bytes[index + 3])
  }

  /// Answers where the next entry begins; nil where the file is cut off.
  private mutating func readEntry(at start: Int) -> Int? {
    guard start + 66 < bytes.count else { return nil }
    let flags = number(at: start + 60) >> 16
    let isExtended = flags & 0x4000 != 0
    let isSkipped = isExtended && bytes[start + 62] & 0x40 != 0
    let name = start + (isExtended ? 64 : 62)
    let path: Int
    let next: Int
    if paths == nil {
      guard let end = end(ofPathAt: name, flags: flags) else { return nil }
      (path, next) = (name, start + (end - start + 8) / 8 * 8)
    } else {
      guard let read = readCompressedPath(at: name) else { return nil }
      (path, next) = read
    }
    let kind = number(at: start + 24) >> 12
    // 0x8000: `git update-index --assume-unchanged`.
    if kind == 0o10 || kind == 0o12, !isSkipped, flags & 0x8000 == 0 {
      entries.append(
        Entry(
          seconds: number(at: start + 8), nanoseconds: number(at: start + 12),
          size: number(at: start + 36), id: start + 40, path: path))
    }
    return next
  }

  /// The flags know the length of all but the longest paths.
  private func end(ofPathAt start: Int, flags: UInt32) -> Int? {
    let length = Int(flags & 0xFFF)
    guard length < 0xFFF else { return bytes[start...].firstIndex(of: 0) }
    return start + length < bytes.count && bytes[start + length] == 0 ? start + length : nil
  }

  /// Twice what Linux takes: longer ones are damage.
  private static let longestPath = 8192

  /// How many times the file's size its paths may have.
  private static let largestGrowth = 16

  /// A path is the previous one without its last bytes, and a rest. Source: git, varint.c.
  private mutating func readCompressedPath(at start: Int) -> (path: Int, next: Int)? {
    var (cut, offset) = (0, start)
    while true {
      guard offset < bytes.count, cut < 1 << 20 else { return nil }
      let byte = bytes[offset]
      offset += 1
      cut = cut << 7 | Int(byte & 0x7F)
      if byte & 0x80 == 0 { break }
      cut += 1
    }
    guard var known = paths, let end = bytes[offset...].firstIndex(of: 0),
      end - offset <= IndexFile.longestPath
    else { return nil }
    paths = nil  // Not shared while it grows.
    let previous = known.dropLast().lastIndex(of: 0).map { $0 + 1 } ?? 0
    let length = max(0, known.count - 1 - previous)
    guard cut <= length, length - cut + end - offset <= IndexFile.longestPath else { return nil }
    let path = known.count
    // An entry has more than 60 bytes: no tree of files makes more of them than this.
    guard path <= IndexFile.largestGrowth * bytes.count else { return nil }
    known += known[previous..<(previous + length - cut)]
    known += bytes[offset...end]
    paths = known
    return (path, end + 1)
  }

  /// Looks through the parts behind the entries, before the checksum.
  private mutating func readExtensions(from start: Int) -> Bool {
    var offset = start
    while offset + 28 <= bytes.count {
      let name = bytes[offset..<(offset + 4)]
      let end = offset + 8 + Int(number(at: offset + 4))
      guard end + 20 <= bytes.count else { return false }
      if name.elementsEqual("link".utf8) { return false }
      if name.elementsEqual("TREE".utf8) { tree = rootTree(bytes[(offset + 8)..<end]) }
      offset = end
    }
    return true
  }

  /// The first record of the cached tree is the root's: an empty name, how many entries it covers (-1
  /// where it is out of date), how many subtrees, and its id.
  private func rootTree(_ content: ArraySlice<UInt8>) -> ObjectID? {
    guard content.first == 0, let end = content.firstIndex(of: 0x0A), end + 20 < content.endIndex,
      content.dropFirst().first != UInt8(ascii: "-")
    else { return nil }
    return ObjectID(bytes: content[(end + 1)...(end + 20)])
  }
}
