internal import Files
internal import FoundationEssentials
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A folder for one scratch server, in memory where there is room: it goes away with its server, at the
/// latest with the value.
///
/// A lock is held on it as long as this process lives. A folder whose lock is free was left by a
/// process that was killed: whoever starts a server next ends what runs in it and removes it. (A lock,
/// unlike a process number and its start time, cannot be mistaken for another's.)
final class RunFolder: Sendable {
  /// Absolute, and short: a socket's path has at most 107 bytes.
  let path: String
  private let lock: HeldLock

  /// Makes one, after removing what was left by others.
  init(environment: [String: String], account: Account?) throws {
    let parent = try RunFolder.parent(environment)
    RunFolder.sweep(parent)
    for _ in 0..<100 {
      let path = "\(parent)/\(String(UInt32.random(in: .min ... .max), radix: 36))"
      guard unsafe mkdir(path, 0o700) == 0 else {
        if errno == EEXIST { continue }
        throw systemError("make", path)
      }
      do {
        // Nil where somebody took it for a left one meanwhile, and removes it.
        guard let lock = try RunFolder.lock(path) else { continue }
        if let account, unsafe chown(path, account.user, account.group) != 0 {
          throw systemError("hand over", path)
        }
        self.path = path
        self.lock = HeldLock(lock)
        return
      } catch {
        RunFolder.remove(path)
        throw error
      }
    }
    throw PostgresError("there is no free folder in `\(parent)`")
  }

  func leave() { RunFolder.remove(path) }

  deinit {
    RunFolder.remove(path)
  }

  private static func lock(_ path: String) throws(LockError) -> FileLock? {
    do throws(LockError) {
      let lock = try FileLock(path + "/lock", .exclusive)
      guard unsafe access(path + "/lock", F_OK) == 0 else { return nil }
      return lock
    } catch {
      if error.number == ENOENT { return nil }
      throw error
    }
  }

  /// A folder of this user's alone, below the first place that has room.
  private static func parent(_ environment: [String: String]) throws(PostgresError) -> String {
    let places = [
      environment["GATE_SCRATCH"], "/dev/shm", environment["XDG_RUNTIME_DIR"],
      environment["TMPDIR"], "/tmp",
    ].compactMap { $0 }.filter { $0.hasPrefix("/") && $0.utf8.count < 60 }
    for place in places where hasRoom(place) {
      let path = "\(place)/gate-postgres-\(geteuid())"
      // Others may pass through, for a server that runs as another user, but not look.
      if unsafe mkdir(path, 0o711) == 0 {
        // Whatever the umask says.
        guard unsafe chmod(path, 0o711) == 0 else { continue }
      } else if errno != EEXIST {
        continue
      }
      var state = stat()
      guard unsafe lstat(path, &state) == 0, state.st_mode & S_IFMT == S_IFDIR,
        state.st_uid == geteuid(), state.st_mode & 0o022 == 0
      else { continue }
      return path
    }
    throw PostgresError(
      "there is no place for a scratch server: \(places.joined(separator: ", "))",
      hint: "256 MiB are needed; set GATE_SCRATCH to a folder with a short path")
  }

  private static func hasRoom(_ place: String) -> Bool {
    var state = statvfs()
    guard unsafe statvfs(place, &state) == 0, unsafe access(place, W_OK) == 0 else { return false }
    return UInt64(state.f_bavail) * UInt64(state.f_frsize) >= 256 << 20
  }

  /// Ends and removes what killed processes left.
  private static func sweep(_ parent: String) {
    // What cannot be read is somebody else's.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
      let path = "\(parent)/\(name)"
      guard let lock = try? FileLock(path + "/lock", .exclusive) else { continue }
      endServer(in: path)
      remove(path)
      _ = consume lock
    }
  }

  /// Ends a server whose process is known by its data folder, and waits for whoever works there: the
  /// processes of an initdb that was killed end by themselves, and leave shared memory behind where they
  /// lose their files before. Source: PostgreSQL, `postmaster.pid`.
  private static func endServer(in path: String) {
    // The system names a process's folder without the links that lead to it.
    guard let pointer = unsafe realpath(path, nil) else { return }
    let folder = unsafe String(cString: pointer)
    unsafe free(pointer)
    let lines = tail(ofFile: folder + "/data/postmaster.pid", bytes: 4096).split(separator: "\n")
    let server = lines.first.flatMap { pid_t($0) }
    for step in 0..<500 {
      let left = processes(in: folder)
      if left.isEmpty { return }
      // Another process that has got its number by now does not work there.
      if let server, left[server] == folder + "/data" {
        if step == 0 { kill(server, SIGQUIT) } else if step == 250 { kill(server, SIGKILL) }
      }
      usleep(10_000)
    }
  }

  /// The processes that work below a folder, and where; none on a system without `/proc`.
  private static func processes(in folder: String) -> [pid_t: String] {
    var found: [pid_t: String] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
      // An error where it has ended, or is somebody else's.
      guard let process = pid_t(name),
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd"),
        place.hasPrefix(folder + "/")
      else { continue }
      found[process] = place
    }
    return found
  }

  private static func remove(_ path: String) {
    // The processes of a server that was killed may write for a moment after it.
    for _ in 0..<50 {
      if (try? Folder.remove(path)) != nil { return }
      usleep(10_000)
    }
    // What is left of it is swept by the next one.
  }
}

/// A lock as part of a class.
private final class HeldLock: Sendable {
  private let lock: FileLock

  init(_ lock: consuming FileLock) {
    self.lock = lock
  }
}
