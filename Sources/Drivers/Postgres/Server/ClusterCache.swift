internal import FoundationEssentials
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The clusters that scratch servers begin with, kept for this user: an empty one for each installation,
/// and those with a database that was prepared.
struct ClusterCache {
  let installation: Installation
  let account: Account?
  private let store: ClusterStore

  init(_ installation: Installation, _ account: Account?, environment: [String: String]) {
    self.installation = installation
    self.account = account
    store = ClusterStore(installation, environment: environment)
  }

  /// Writes an empty cluster to a new folder.
  func unpack(to folder: String, in run: RunFolder) async throws {
    if try unpack(nil, to: folder) { return }
    try await makeEmpty(folder, in: run)
    keep(folder, as: nil)
  }

  /// What cannot be kept (no room, no cache, a file elsewhere) is made again by the next run.
  private func keep(_ folder: String, as key: String?) {
    if let image = try? ClusterImage.read(folder, atMost: store.room) {
      try? store.keep(image, as: key)
    }
  }

  /// Writes a cluster with a prepared database to a new folder, where there is one; makes the wanted
  /// one first, where that is missing.
  ///
  /// - Returns: the key of the state that the database is in; nil for an empty cluster.
  func unpack(
    _ preparation: Preparation, to folder: String, in run: RunFolder
  ) async throws -> String? {
    for (index, key) in preparation.keys.enumerated() where try unpack(key, to: folder) {
      if index == 0 { return key }
      return try await prepare(preparation, from: index, folder, in: run)
    }
    try await unpack(to: folder, in: run)
    return try await prepare(preparation, from: nil, folder, in: run)
  }

  private func unpack(_ key: String?, to folder: String) throws -> Bool {
    guard let image = store.image(key) else { return false }
    try ClusterImage.unpack(image, to: folder, owner: account.map { ($0.user, $0.group) })
    return true
  }

  /// Takes the cluster in a folder to the wanted state, and keeps that.
  private func prepare(
    _ preparation: Preparation, from index: Int?, _ folder: String, in run: RunFolder
  ) async throws -> String? {
    let wanted = preparation.keys[0]
    do {
      try await change(folder, in: run) { settings in
        if index == nil {
          try await Connection.open(settings).query(
            "create database \(identifier: Preparation.database) strategy file_copy")
        }
        try await preparation.make(settings.database(Preparation.database), index)
      }
    } catch {
      try Task.checkCancellation()
      // Nothing is lost but time: whoever needs the state makes it, and tells what stands against it.
      try FileManager.default.removeItem(atPath: folder)
      if let index, try unpack(preparation.keys[index], to: folder) {
        return preparation.keys[index]
      }
      try await unpack(to: folder, in: run)
      return nil
    }
    keep(folder, as: wanted)
    return wanted
  }

  /// Runs a server on a cluster for a body, and leaves the cluster as one that was ended in good order.
  private func change(
    _ folder: String, in run: RunFolder, _ body: (ConnectionSettings) async throws -> Void
  ) async throws {
    let start = Start(
      installation: installation, account: account, data: folder, socket: run.path,
      log: run.path + "/log", options: scratchOptions, deathSignal: SIGQUIT)
    let child = try await start.ready()
    do {
      try await body(scratchSettings(run.path))
    } catch {
      child.send(SIGQUIT)
      _ = await child.ending()
      throw error
    }
    child.send(SIGINT)
    let ending = await child.ending()
    guard ending == .exited(0) else { throw PostgresError("the server ended badly (\(ending))") }
    try await forgetLog(of: folder, run, log: run.path + "/log")
  }
}
