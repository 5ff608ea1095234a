import FoundationEssentials
import Synchronization
import Testing

@testable import Postgres

@Test(
  "what was prepared is made once, begun with where it is nearest, and made anew where it is damaged",
  .timeLimit(.minutes(5))
)
func preparation() async throws {
  try await withCache { environment in
    let log = Mutex<[String]>([])
    func start(_ wanted: Int) async throws -> String? {
      let keys = (1...wanted).reversed().map { "state\($0)" }
      let preparation = Preparation(keys: keys) { settings, index in
        let state = index.map { wanted - $0 } ?? 0
        log.withLock { $0.append("\(state) to \(wanted)") }
        let connection = try await Connection.open(settings)
        for number in state + 1...wanted {
          try await connection.query(SQL(verbatim: "create table t\(number) (i int)"))
        }
        if wanted == 4 { throw PostgresError("no") }
      }
      let host = try await ScratchHost.start(environment: environment, preparation: preparation)
      if let prepared = host.prepared {
        let copy = try await host.database(from: prepared.name)
        let count = try await Connection.open(copy.settings).query(
          "select count(*) from pg_class where relname ~ '^t[0-9]$'"
        ).scalar
        #expect(count == host.preparedKey?.dropFirst(5).description)
      }
      await host.stop()
      return host.preparedKey
    }
    #expect(try await start(2) == "state2")
    #expect(try await start(2) == "state2")
    #expect(try await start(3) == "state3")
    // What cannot be made is not there, and what it would have been made from is.
    #expect(try await start(4) == "state3")
    #expect(log.withLock { $0 } == ["0 to 2", "2 to 3", "3 to 4"])

    for image in try images(environment) {
      let mode = try FileManager.default.attributesOfItem(atPath: image)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: image)))
      bytes[bytes.count / 2] ^= 1
      try Data(bytes).write(to: URL(filePath: image))
    }
    log.withLock { $0 = [] }
    #expect(try await start(3) == "state3")
    for image in try images(environment) where image.contains("state3") {
      try Data([UInt8](try Data(contentsOf: URL(filePath: image))).dropLast(9)).write(
        to: URL(filePath: image))
    }
    #expect(try await start(3) == "state3")
    #expect(log.withLock { $0 } == ["0 to 3", "0 to 3"])
  }
}

@Test("the images that were not used for longest go first", .timeLimit(.minutes(5)))
func room() async throws {
  try await withCache { environment in
    let installation = try Installation(environment: environment)
    let store = ClusterStore(installation, environment: environment, room: 250)
    for key in ["a", "b", "c"] { try store.keep([UInt8](repeating: 1, count: 100), as: key) }
    #expect(try images(environment).count == 3)
    try store.keep([UInt8](repeating: 1, count: 1000), as: "d")
    let left = try images(environment).compactMap { $0.split(separator: "-").last?.first }
    #expect(left.sorted() == ["b", "c", "d"])
  }
}

/// A body with a cache of its own.
private func withCache(_ body: ([String: String]) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  var environment = ProcessInfo.processInfo.environment.filter { $0.key != "DATABASE_URL" }
  environment["XDG_CACHE_HOME"] = folder.path
  try await body(environment)
}

private func images(_ environment: [String: String]) throws -> [String] {
  let folder = "\(environment["XDG_CACHE_HOME"] ?? "")/gate/postgres"
  return try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
}
