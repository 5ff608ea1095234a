/// The fingerprints of the files that were compared so far.
final class FingerprintCache {
  private let store: ObjectStore
  private let attributes: Attributes
  private var known: [Key: Fingerprint] = [:]
  private var sizes: [RawID: Int] = [:]
  private var bytes = 0

  private struct Key: Hashable {
    var id: RawID
    /// Only where the file's attributes tell how it is read.
    var path: Int32?
  }

  /// Fingerprints of more content than this are not all remembered.
  private static let maximumBytes = 256 << 20

  init(_ store: ObjectStore, _ attributes: Attributes) {
    (self.store, self.attributes) = (store, attributes)
  }

  /// How alike two files are, of 60,000; 0 where they are not alike enough.
  func score(
    _ old: (id: RawID, path: Int32), _ new: (id: RawID, path: Int32), atLeast minimum: Int
  ) throws(GitError) -> Int {
    let (a, b) = (try size(old.id), try size(new.id))
    guard Fingerprint.canReach(minimum, a, b) else { return 0 }
    return try fingerprint(old).score(becoming: fingerprint(new), atLeast: minimum)
  }

  private func size(_ id: RawID) throws(GitError) -> Int {
    if let size = sizes[id] { return size }
    let size = try store.size(id)
    sizes[id] = size
    return size
  }

  private func fingerprint(_ file: (id: RawID, path: Int32)) throws(GitError) -> Fingerprint {
    if let known = known[Key(id: file.id)] ?? known[Key(id: file.id, path: file.path)] {
      return known
    }
    let content = try store.blob(file.id)
    if bytes > FingerprintCache.maximumBytes { (known, bytes) = ([:], 0) }
    bytes += content.count
    var (isText, key) = (!isBinary(content), Key(id: file.id))
    if hasCarriageReturns(content) {
      key.path = file.path
      let path = store.paths.bytes(file.path, store.names)
      isText = try attributes.isText(path) ?? isText
    }
    let made = Fingerprint(content, isText: isText)
    known[key] = made
    return made
  }

  private func hasCarriageReturns(_ content: [UInt8]) -> Bool {
    zip(content, content.dropFirst()).contains { $0 == 0x0D && $1 == 0x0A }
  }
}

/// As git tells: a NUL near the beginning.
func isBinary(_ content: [UInt8]) -> Bool {
  content.prefix(8000).contains(0)
}
