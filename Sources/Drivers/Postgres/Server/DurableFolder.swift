internal import Files
internal import FoundationEssentials
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The folder of a server whose data stay. One process at a time has it.
final class DurableFolder: ServerFolder {
  private let path: String
  private let lock: FileLock

  /// - Throws: where another process has a server there.
  init(_ path: String, account: Account?) throws {
    guard path.utf8.count <= 90 else {
      throw PostgresError(
        "`\(path)` is too long for a server's socket", hint: "choose a folder with a shorter path")
    }
    if try Folder.make(path), unsafe chmod(path, 0o700) != 0 { throw systemError("make", path) }
    guard let lock = try FileLock(path + "/lock", .exclusive) else {
      throw PostgresError(
        "another process has its server in `\(path)`", hint: "end it, or choose another folder")
    }
    if let account, unsafe chown(path, account.user, account.group) != 0 {
      throw systemError("hand over", path)
    }
    self.path = path
    self.lock = lock
  }

  var data: String { path + "/data" }

  /// Makes the cluster where there is none: whole, by a rename at the end, or not at all.
  func makeCluster(_ installation: Installation, _ account: Account?) async throws {
    guard unsafe access(data, F_OK) != 0 else { return }
    let new = path + "/new"
    if unsafe access(new, F_OK) == 0 { try FileManager.default.removeItem(atPath: new) }
    let child = try await Child.start(
      Child.Program(
        installation.initdb,
        [
          "-D", new, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale",
          "--no-instructions",
        ],
        environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"], folder: path,
        account: account, log: path + "/log"))
    guard await child.ending() == .exited(0) else {
      throw PostgresError("`\(installation.initdb)` failed: see `\(path)/log`")
    }
    guard unsafe rename(new, data) == 0 else { throw systemError("make", data) }
  }
}
