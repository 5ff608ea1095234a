/// The files that were compared so far, each with its fingerprint once that was needed.
final class FingerprintCache {
  private let store: ObjectStore
  private let attributes: Attributes
  private var files: [RawID: ComparedFile] = [:]
  private var bytes = 0

  /// Fingerprints of more content than this are not all remembered.
  private static let maximumBytes = 256 << 20

  init(_ store: ObjectStore, _ attributes: Attributes) {
    (self.store, self.attributes) = (store, attributes)
  }

  func file(_ id: RawID, at path: Int32) throws(GitError) -> ComparedFile {
    if let known = files[id], known.path == path || known.isPlain { return known }
    if bytes > FingerprintCache.maximumBytes { (files, bytes) = ([:], 0) }
    let file = ComparedFile(id, path, size: try store.size(id))
    bytes += file.size
    files[id] = file
    return file
  }

  /// How alike two files are, of 60,000; 0 where they are not alike enough.
  func score(
    _ old: ComparedFile, _ new: ComparedFile, atLeast minimum: Int
  ) throws(GitError) -> Int {
    guard Fingerprint.canReach(minimum, old.size, new.size) else { return 0 }
    return try fingerprint(old).score(becoming: fingerprint(new), atLeast: minimum)
  }

  private func fingerprint(_ file: ComparedFile) throws(GitError) -> Fingerprint {
    if let known = file.fingerprint { return known }
    let content = try store.blob(file.id)
    var isText = !isBinary(content)
    file.dependsOnPath = hasCarriageReturns(content)
    if file.dependsOnPath {
      isText = try attributes.isText(store.paths.bytes(file.path, store.names)) ?? isText
    }
    let made = Fingerprint(content, isText: isText)
    file.fingerprint = made
    return made
  }

  private func hasCarriageReturns(_ content: [UInt8]) -> Bool {
    zip(content, content.dropFirst()).contains { $0 == 0x0D && $1 == 0x0A }
  }
}

/// A file that is compared with others.
final class ComparedFile {
  let id: RawID
  let path: Int32
  let size: Int
  fileprivate var fingerprint: Fingerprint?
  /// Whether its attributes tell how it is read.
  fileprivate var dependsOnPath = false

  /// Whether its fingerprint is the same wherever it is.
  fileprivate var isPlain: Bool { fingerprint != nil && !dependsOnPath }

  fileprivate init(_ id: RawID, _ path: Int32, size: Int) {
    (self.id, self.path, self.size) = (id, path, size)
  }
}

/// As git tells: a NUL near the beginning.
func isBinary(_ content: [UInt8]) -> Bool {
  content.prefix(8000).contains(0)
}
