import FoundationEssentials
import Processes
import Testing

@testable import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Test(
  "a server that a killed run left is ended, also where a link leads to it", .timeLimit(.minutes(5))
)
func leftServer() async throws {
  let place = try Place()
  let link = place.folder + "/link"
  try FileManager.default.createDirectory(
    atPath: place.folder + "/real", withIntermediateDirectories: true)
  try FileManager.default.createSymbolicLink(
    atPath: link, withDestinationPath: place.folder + "/real")
  let environment = ["GATE_SCRATCH": link]
  let first = try RunFolder(environment: environment, account: nil)
  let left = first.path + "-left"
  let data = left + "/data"
  try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
  let process = try await Child.start(
    Child.Program("/bin/sleep", ["600"], folder: data, log: place.folder + "/log"))
  try Data("\(process.id)\n".utf8).write(to: URL(filePath: data + "/postmaster.pid"))

  let second = try RunFolder(environment: environment, account: nil)
  #expect(await process.ending() == .signalled(SIGQUIT))
  #expect(!FileManager.default.fileExists(atPath: left))
  #expect(FileManager.default.fileExists(atPath: first.path))
  #expect(FileManager.default.fileExists(atPath: second.path))
}

@Test("servers start under any umask, and only their user enters", .timeLimit(.minutes(5)))
func permissions() async {
  // It is the whole process's.
  await #expect(processExitsWith: .success) { try await startServers(under: 0o000) }
  await #expect(processExitsWith: .success) { try await startServers(under: 0o077) }
}

private func startServers(under mask: mode_t) async throws {
  let place = try Place()
  umask(mask)
  let scratch = try await Server.scratch(environment: place.environment)
  let durable = try await Server.durable(
    at: place.folder + "/durable", environment: place.environment)
  for server in [scratch, durable] {
    let connection = try await Connection.open(server.settings)
    let answer = try await connection.query("select 1").scalar
    try #require(answer == "1")
    let folder = try #require(server.settings.keywords["host"])
    for path in [folder, folder + "/data", folder + "/log", folder + "/.s.PGSQL.5432"] {
      var state = stat()
      try #require(unsafe lstat(path, &state) == 0, "\(path)")
      try #require(state.st_mode & 0o077 == 0, "\(path): \(String(state.st_mode, radix: 8))")
    }
    await server.stop()
  }
}

@Test("a durable server is not made where others may write")
func foreignFolder() async throws {
  let place = try Place()
  let path = place.folder + "/shared"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
  await #expect(throws: PostgresError.self) {
    _ = try await Server.durable(at: path, environment: place.environment)
  }
  #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
}
