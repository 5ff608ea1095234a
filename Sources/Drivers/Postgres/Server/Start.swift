internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How a server is started, directly: `pg_ctl` looks ten times a second whether it is ready.
struct Start {
  var installation: Installation
  var account: Account?
  /// The data folder.
  var data: String
  /// The folder of its socket.
  var socket: String
  var log: String
  /// Settings besides those that every server of ours has.
  var options: [String: String]
  var deathSignal: Int32

  /// Starts it and waits until it takes connections.
  func ready() async throws -> Child {
    let event = ReadyEvent(in: socket, account: account)
    var all = options
    all["listen_addresses"] = ""
    all["port"] = port
    all["unix_socket_directories"] = socket
    all["unix_socket_permissions"] = "0700"
    all["logging_collector"] = "off"
    var environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGTZ": "UTC"]
    if let event { environment["NOTIFY_SOCKET"] = event.path }
    let arguments =
      ["-D", data] + all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    let child = try await Child.start(
      Child.Program(
        installation.postgres, arguments, environment: environment, folder: data,
        account: account, deathSignal: deathSignal, log: log))
    do {
      try await wait(for: child, event)
      return child
    } catch {
      // Not at once with SIGKILL, which would leave its own processes to find out by themselves.
      await child.end(SIGQUIT, within: .seconds(10))
      throw error
    }
  }

  /// Source: PostgreSQL writes `ready` to the eighth line of `postmaster.pid`, and tells systemd where it
  /// was built for that.
  private func wait(for child: Child, _ event: ReadyEvent?) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while clock.now < deadline {
      try Task.checkCancellation()
      guard child.isRunning else {
        throw PostgresError("the server ended at once: \(logTail)")
      }
      if let event {
        if event.hasCome { return }
      } else if isReady(child) {
        return
      }
      try await Task.sleep(for: .milliseconds(1))
      // Built without systemd's call, it never tells.
      if isReady(child) { return }
    }
    throw PostgresError("the server was not ready within a minute: \(logTail)")
  }

  private func isReady(_ child: Child) -> Bool {
    // Empty where it is not there yet, shorter where it is not whole yet, another one's where that was killed.
    let lines = processFile
    return lines.count > 7 && lines[0] == "\(child.id)" && lines[7].hasPrefix("ready")
  }

  private var processFile: [Substring] {
    tail(ofFile: data + "/postmaster.pid", bytes: 4096)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// Waits for the end of a server of the same data whose owner was killed: it still writes what it has to.
  func waitForFormer() async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while let id = processFile.first.flatMap({ pid_t($0) }), isServer(id), clock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Not another program that has got the number since.
  private func isServer(_ process: pid_t) -> Bool {
    #if os(Linux)
      tail(ofFile: "/proc/\(process)/comm", bytes: 64).hasPrefix("postgres")
    #else
      kill(process, 0) == 0 || errno == EPERM
    #endif
  }

  private var logTail: String { oneLine(tail(ofFile: log, bytes: 2000)) }
}

/// The datagram with which a server says that it is ready. Source: sd_notify(3).
private final class ReadyEvent: Sendable {
  let path: String
  private let file: Int32

  /// Nil where it cannot be had: the server's own file is looked at instead.
  init?(in folder: String, account: Account?) {
    path = folder + "/ready"
    file = socket(
      AF_UNIX,
      Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard file >= 0 else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let isShort = unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard bytes.count < room.count else { return false }
      unsafe room.copyBytes(from: bytes)
      return true
    }
    unsafe unlink(path)
    let isBound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(file, pointer, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isShort, isBound else { return nil }
    // Not through a link: the folder is the account's, which may have put one there meanwhile.
    if let account { unsafe lchown(path, account.user, account.group) }
  }

  deinit {
    if file >= 0 { close(file) }
    unsafe unlink(path)
  }

  /// Whether `READY=1` has come; does not wait.
  var hasCome: Bool {
    var bytes = [UInt8](repeating: 0, count: 512)
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe recv(file, $0.baseAddress, $0.count, 0)
      }
      if count < 0 { return false }
      let text = String(decoding: bytes.prefix(count), as: UTF8.self)
      if text.split(separator: "\n").contains("READY=1") { return true }
    }
  }
}
