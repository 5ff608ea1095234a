internal import Files
internal import FoundationEssentials
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The empty cluster that scratch servers begin with: made once per installation and user, then kept.
///
/// It has one database, `template1`: the other two of initdb's are copies of it, and take twice the
/// time of everything else to copy.
struct ClusterCache {
  let installation: Installation
  let environment: [String: String]
  let account: Account?

  /// Counts up when the image's format or its content changes.
  private static let version = 1

  /// Writes the cluster to a new folder.
  func unpack(to folder: String, in run: RunFolder) async throws {
    let owner = account.map { ($0.user, $0.group) }
    let path = try path()
    if let image = MappedFile(path) {
      return try ClusterImage.unpack(image, to: folder, owner: owner)
    }
    try await make(path, in: run)
    guard let image = MappedFile(path) else { throw PostgresError("`\(path)` is gone again") }
    try ClusterImage.unpack(image, to: folder, owner: owner)
  }

  private func path() throws -> String {
    let set = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
    guard let caches = set ?? home else {
      throw PostgresError("there is no place for a cluster: neither XDG_CACHE_HOME nor HOME is set")
    }
    _ = try Folder.make(caches + "/gate/postgres")
    return "\(caches)/gate/postgres/\(installation.fingerprint)-\(ClusterCache.version).cluster"
  }

  /// Makes the cluster in the run's folder, beside the place where the server's will be.
  private func make(_ path: String, in run: RunFolder) async throws {
    let folder = run.path + "/new"
    let log = run.path + "/initdb.log"
    try await self.run(
      installation.initdb,
      [
        "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync",
        "--wal-segsize=1", "--no-instructions",
      ], in: run.path, log)
    try await shrink(folder, run, log)
    let image = try ClusterImage.read(folder)
    try FileManager.default.removeItem(atPath: folder)
    // Another process may make the same at the same time: each is whole, and the last one stays.
    try WholeFile.replace(path, bytes: image)
  }

  /// Drops the databases that are copies. A server without a socket does it, and takes one order from
  /// each line of a file.
  private func shrink(_ folder: String, _ run: RunFolder, _ log: String) async throws {
    let orders = run.path + "/orders.sql"
    try Data(
      """
      alter database template0 with is_template false
      drop database template0
      drop database postgres

      """.utf8
    ).write(to: URL(filePath: orders))
    try await self.run(
      "/bin/sh",
      ["-c", #""$0" --single -D "$1" template1 < "$2""#, installation.postgres, folder, orders],
      in: run.path, log)
    // Its log is as long as its making; a new one is one file.
    try await self.run(
      installation.folder + "/pg_resetwal", ["-f", "-D", folder], in: run.path, log)
  }

  private func run(
    _ program: String, _ arguments: [String], in folder: String, _ log: String
  ) async throws {
    let child = try await Child.start(
      Child.Program(
        program, arguments, environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"],
        folder: folder, account: account, log: log))
    let ending = await child.ending()
    guard ending == .exited(0) else {
      // For a person; an empty text where it cannot be read.
      let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw PostgresError("`\(program)` failed (\(ending)): \(oneLine(String(said.suffix(2000))))")
    }
  }
}
