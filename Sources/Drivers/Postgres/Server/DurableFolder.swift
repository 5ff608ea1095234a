internal import Files
internal import Processes
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The folder of a server whose data stay. One process at a time has it.
final class DurableFolder: ServerFolder {
  private let path: String
  private let lock: Mutex<FileLock?>

  /// All of it stays, and another server may have it.
  func leave() { lock.withLock { $0 = nil } }

  /// - Throws: where another process has a server there.
  init(_ path: String, account: Account?) throws {
    guard path.utf8.count <= 90 else {
      throw PostgresError(
        "`\(path)` is too long for a server's socket", hint: "choose a folder with a shorter path")
    }
    let isNew = try Folder.make(path)
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw systemError("open", path) }
    defer { close(folder) }
    var state = stat()
    guard unsafe fstat(folder, &state) == 0, !isNew || fchmod(folder, 0o700) == 0 else {
      throw systemError("make", path)
    }
    // Who may write in it could put anything in the place of what is made there.
    guard state.st_uid == geteuid() || state.st_uid == account?.user,
      isNew || state.st_mode & 0o022 == 0
    else {
      throw PostgresError(
        "`\(path)` belongs to another user, or others may write in it",
        hint: "choose a folder that is yours alone")
    }
    guard let lock = try FileLock(path + "/lock", .exclusive) else {
      throw PostgresError(
        "another process has its server in `\(path)`", hint: "end it, or choose another folder")
    }
    if let account, fchown(folder, account.user, account.group) != 0 {
      throw systemError("hand over", path)
    }
    self.path = path
    self.lock = Mutex(consume lock)
  }

  var data: String { path + "/data" }

  /// Makes the cluster where there is none: whole, by a rename at the end, or not at all.
  func makeCluster(_ installation: Installation, _ account: Account?) async throws {
    guard unsafe access(data, F_OK) != 0 else { return }
    let new = path + "/new"
    try Folder.remove(new)
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
