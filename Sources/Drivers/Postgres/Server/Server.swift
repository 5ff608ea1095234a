internal import FoundationEssentials
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A Postgres server of this process's own, reached by a socket in a folder that only its user enters.
package final class Server: Sendable {
  /// How to reach it as its superuser; the database is one that always exists.
  package let settings: ConnectionSettings
  /// The state that its database `prepared` is in; nil where it has none.
  let preparedKey: String?
  private let child: Child
  private let folder: any ServerFolder
  private let endSignal: Int32

  private init(
    _ child: Child, _ settings: ConnectionSettings, _ folder: any ServerFolder, endSignal: Int32,
    preparedKey: String? = nil
  ) {
    self.child = child
    self.preparedKey = preparedKey
    self.settings = settings
    self.folder = folder
    self.endSignal = endSignal
  }

  /// Starts a throw-away server from a copy of an empty cluster: nothing of it reaches a disk, and all
  /// of it goes away when it ends. It has the database `template1`, and one that was prepared.
  ///
  /// - Parameter environment: where PATH, GATE_SCRATCH and the cache are.
  package static func scratch(
    environment: [String: String], preparation: Preparation? = nil
  ) async throws -> Server {
    let installation = try Installation(environment: environment)
    let account = try unprivilegedAccount()
    let run = try RunFolder(environment: environment, account: account)
    let cache = ClusterCache(installation, account, environment: environment)
    let data = run.path + "/data"
    var preparedKey: String?
    if let preparation {
      preparedKey = try await cache.unpack(preparation, to: data, in: run)
    } else {
      try await cache.unpack(to: data, in: run)
    }
    let start = Start(
      installation: installation, account: account, data: data, socket: run.path,
      log: run.path + "/log", options: scratchOptions, deathSignal: SIGQUIT)
    let child = try await start.ready()
    return Server(
      child, scratchSettings(run.path), run, endSignal: SIGQUIT, preparedKey: preparedKey)
  }

  /// Starts a server whose data stay, in a folder of its own; it is made where there is none. A server
  /// that was killed recovers by itself.
  ///
  /// - Parameter path: absolute, at most 90 bytes; the socket is in it too.
  package static func durable(at path: String, environment: [String: String]) async throws -> Server
  {
    let installation = try Installation(environment: environment)
    let account = try unprivilegedAccount()
    let folder = try DurableFolder(path, account: account)
    try await folder.makeCluster(installation, account)
    let start = Start(
      installation: installation, account: account, data: folder.data, socket: path,
      log: path + "/log", options: ["max_connections": "50"], deathSignal: SIGINT)
    try await start.waitForFormer()
    let child = try await start.ready()
    return Server(
      child,
      ConnectionSettings(["host": path, "port": port, "user": "postgres", "dbname": "postgres"]),
      folder, endSignal: SIGINT)
  }

  /// Ends it and waits until it has ended, and its folder is gone where it is a scratch server's.
  package func stop() async {
    // A throw-away server that does not listen any more has nothing to lose; another one writes.
    await child.end(endSignal, within: endSignal == SIGQUIT ? .seconds(10) : .seconds(600))
    // Not with the value alone: whoever still holds it may outlive the process's end.
    folder.leave()
  }

  deinit {
    child.send(endSignal)
  }

  /// The server's process.
  package var processID: Int32 { child.id }
  /// Whether it has not ended by itself.
  package var isRunning: Bool { child.isRunning }
}

/// A folder that lives as long as the server in it.
protocol ServerFolder: Sendable {
  /// Removes what is not to stay, once the server has ended.
  func leave()
}

extension RunFolder: ServerFolder {}

/// Postgres refuses to run as root.
private func unprivilegedAccount() throws(PostgresError) -> Account? {
  guard geteuid() == 0 else { return nil }
  if let account = Account(named: "postgres", "nobody") { return account }
  throw PostgresError(
    "Postgres does not run as root, and there is no user `postgres` or `nobody` to run it as",
    hint: "run the gate as another user")
}

/// Part of the socket's name.
let port = "5432"

/// How to reach a scratch server.
func scratchSettings(_ folder: String) -> ConnectionSettings {
  ConnectionSettings(["host": folder, "port": port, "user": "postgres", "dbname": "template1"])
}

/// No waiting for a disk, no process that a throw-away server does not need, and no shared memory outside
/// of its folder.
let scratchOptions = [
  "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
  "jit": "off", "dynamic_shared_memory_type": "mmap", "huge_pages": "off", "wal_level": "minimal",
  "max_wal_senders": "0",
  "max_logical_replication_workers": "0", "max_worker_processes": "0", "shared_buffers": "16MB",
  "max_connections": "100", "max_wal_size": "4GB", "checkpoint_timeout": "1d",
  "bgwriter_lru_maxpages": "0", "max_locks_per_transaction": "256", "timezone": "UTC",
  "log_timezone": "UTC", "lc_messages": "C",
]
