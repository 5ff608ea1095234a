internal import Files
internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The images of clusters in the user's cache. Each is written whole or not at all; one that is damaged
/// all the same is as good as none. The ones that were not used for longest go when there are too many.
struct ClusterStore {
  /// Nil where the user has no cache.
  private let folder: String?
  private let fingerprint: String

  /// Counts up when an image's format or its content changes.
  private static let version = 2
  /// In bytes, for all images together but the one that was kept last.
  let room: Int

  init(_ installation: Installation, environment: [String: String], room: Int = 256 << 20) {
    self.room = room
    folder = cacheFolder(environment).map { $0 + "/gate/postgres" }
    fingerprint = installation.fingerprint
  }

  /// Finds an image; nil where there is none that is whole.
  ///
  /// - Parameter key: what its database was prepared to; nil for an empty cluster.
  func image(_ key: String?) -> MappedFile? {
    guard let path = path(key), let image = MappedFile(path), ClusterImage.isWhole(image) else {
      return nil
    }
    // The time of its last use; another user's cache is only read.
    unsafe utimensat(AT_FDCWD, path, nil, 0)
    return image
  }

  /// Stores an image. Another process may do the same at the same time: each is whole, the last stays.
  func keep(_ image: [UInt8], as key: String?) throws {
    guard let folder, let path = path(key) else { return }
    _ = try Folder.make(folder)
    // What migrations insert is nobody else's.
    try WholeFile.replace(path, bytes: image, mode: 0o600)
    try makeRoom(in: folder, besides: path)
  }

  private func path(_ key: String?) -> String? {
    folder.map { "\($0)/" + name(key) }
  }

  private func name(_ key: String?) -> String {
    "\(fingerprint)-\(ClusterStore.version)\(key.map { "-\($0)" } ?? "").cluster"
  }

  private func makeRoom(in folder: String, besides kept: String) throws {
    var images: [(path: String, size: Int, used: Int)] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      var state = stat()
      guard name.hasSuffix(".cluster"), path != kept, unsafe lstat(path, &state) == 0 else {
        continue
      }
      images.append((path, Int(state.st_size), modified(state)))
    }
    var left = room
    for image in images.sorted(by: { $0.used > $1.used }) {
      left -= image.size
      // Another process may have been faster; whoever reads it has it open.
      if left < 0 { unsafe unlink(image.path) }
    }
  }
}

/// In nanoseconds.
private func modified(_ state: stat) -> Int {
  #if canImport(Glibc)
    state.st_mtim.tv_sec * 1_000_000_000 + state.st_mtim.tv_nsec
  #else
    state.st_mtimespec.tv_sec * 1_000_000_000 + state.st_mtimespec.tv_nsec
  #endif
}
