internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A folder of plain files in one file: a new cluster is written from it in half the time that a copy
/// of its 370 files takes.
///
/// A checksum of all that follows, then for each entry: the length of its path (0 at the end of the
/// image), the path, 1 for a folder and 0 for a file, the file's size, and its bytes without the zeros
/// at its end with their count before them. Numbers are 8 bytes, of this machine's order: an image
/// never leaves it.
enum ClusterImage {
  /// Reads a folder; links and other special files are not expected in one.
  ///
  /// - Throws: where the image would have more bytes than it may.
  static func read(_ folder: String, atMost limit: Int = .max) throws -> [UInt8] {
    var image: [UInt8] = []
    append(0, to: &image)
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
      let full = "\(folder)/\(path)"
      var state = stat()
      guard unsafe lstat(full, &state) == 0 else { throw systemError("read", full) }
      switch state.st_mode & S_IFMT {
      case S_IFDIR: append(path, isFolder: true, [], size: 0, to: &image)
      case S_IFREG:
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: full)))
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        append(path, isFolder: false, bytes[..<end], size: bytes.count, to: &image)
      default: throw PostgresError("`\(full)` is no plain file")
      }
      guard image.count <= limit else { throw PostgresError("`\(folder)` is too large to keep") }
    }
    append(0, to: &image)
    unsafe image.withUnsafeMutableBytes { bytes in
      let sum = unsafe checksum(UnsafeRawBufferPointer(bytes))
      unsafe bytes.storeBytes(of: sum, as: UInt64.self)
    }
    return image
  }

  /// Whether it is as it was written.
  static func isWhole(_ image: borrowing MappedFile) -> Bool {
    guard unsafe image.bytes.count > 8 else { return false }
    let sum = unsafe checksum(image.bytes)
    return unsafe image.bytes.load(as: UInt64.self) == sum
  }

  /// Of what follows the place of the checksum itself, and of its length.
  private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = UInt64(bytes.count)
    var offset = 8
    while offset + 8 <= bytes.count {
      let word = unsafe bytes.load(fromByteOffset: offset, as: UInt64.self)
      sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
      sum ^= sum >> 32
      offset += 8
    }
    while offset < bytes.count {
      sum = (sum ^ UInt64(unsafe bytes[offset])) &* 0x0000_0100_0000_01B3
      offset += 1
    }
    return sum
  }

  /// Writes an image as a new folder, owned by the account.
  static func unpack(
    _ image: borrowing MappedFile, to folder: String, owner: (user: UInt32, group: UInt32)?
  ) throws(PostgresError) {
    var cursor = Cursor(image: image)
    try makeFolder(folder, owner)
    while let entry = try unsafe cursor.next() {
      let path = unsafe "\(folder)/\(entry.path)"
      if unsafe entry.isFolder {
        try makeFolder(path, owner)
      } else {
        try unsafe write(entry, path, owner)
      }
    }
  }

  private static func append(
    _ path: String, isFolder: Bool, _ bytes: ArraySlice<UInt8>, size: Int, to image: inout [UInt8]
  ) {
    append(path.utf8.count, to: &image)
    image += path.utf8
    append(isFolder ? 1 : 0, to: &image)
    append(size, to: &image)
    append(bytes.count, to: &image)
    image += bytes
  }

  private static func append(_ number: Int, to image: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number) { unsafe image.append(contentsOf: $0) }
  }

  private static func makeFolder(
    _ path: String, _ owner: (user: UInt32, group: UInt32)?
  ) throws(PostgresError) {
    guard unsafe mkdir(path, 0o700) == 0 else { throw systemError("make", path) }
    guard let owner else { return }
    // The folder around it is the account's already: a link in its place must not be followed.
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { throw systemError("hand over", path) }
    defer { close(folder) }
    guard fchown(folder, owner.user, owner.group) == 0 else { throw systemError("hand over", path) }
  }

  private static func write(
    _ entry: Entry, _ path: String, _ owner: (user: UInt32, group: UInt32)?
  ) throws(PostgresError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw systemError("make", path) }
    defer { close(file) }
    var rest = unsafe entry.bytes
    while unsafe !rest.isEmpty {
      let count = unsafe systemWrite(file, rest)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw systemError("write", path) }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    if unsafe entry.size > entry.bytes.count, unsafe ftruncate(file, off_t(entry.size)) != 0 {
      throw systemError("write", path)
    }
    if let owner, fchown(file, owner.user, owner.group) != 0 {
      throw systemError("hand over", path)
    }
  }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Glibc)
    unsafe Glibc.write(file, bytes.baseAddress, bytes.count)
  #else
    unsafe Darwin.write(file, bytes.baseAddress, bytes.count)
  #endif
}

@unsafe private struct Entry {
  var path: String
  var isFolder: Bool
  var size: Int
  var bytes: UnsafeRawBufferPointer
}

/// Walks an image; one that is cut off is an error, never a half cluster.
@safe private struct Cursor: ~Copyable {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(image: borrowing MappedFile) {
    unsafe bytes = UnsafeRawBufferPointer(rebasing: image.bytes[8...])
  }

  mutating func next() throws(PostgresError) -> Entry? {
    let length = try number()
    if length == 0 { return nil }
    let path = unsafe String(decoding: try piece(length), as: UTF8.self)
    let (isFolder, size) = (try number() == 1, try number())
    return unsafe Entry(path: path, isFolder: isFolder, size: size, bytes: try piece(number()))
  }

  private mutating func number() throws(PostgresError) -> Int {
    unsafe try piece(8).loadUnaligned(as: Int.self)
  }

  private mutating func piece(_ count: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
    guard count >= 0, unsafe count <= bytes.count - offset else {
      throw PostgresError("the stored cluster is damaged")
    }
    defer { offset += count }
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }
}

/// From the error number of the call that failed last.
func systemError(_ verb: String, _ path: String) -> PostgresError {
  let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
  return PostgresError("cannot \(verb) `\(path)`: \(reason)")
}
