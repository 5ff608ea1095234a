import FoundationEssentials
import Testing

@testable import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let environment = ProcessInfo.processInfo.environment

@Test("a scratch server starts, answers, and leaves nothing", .timeLimit(.minutes(1)))
func scratchServer() async throws {
  var folder = ""
  do {
    let server = try await Server.scratch(environment: environment)
    folder = try #require(server.settings.keywords["host"])
    let connection = try await Connection.open(server.settings)
    #expect(try await connection.query("select \(1 as Int?) + 1").scalar == "2")
    await server.stop()
    #expect(!server.isRunning)
    #expect(kill(server.processID, 0) != 0)
  }
  #expect(!FileManager.default.fileExists(atPath: folder))
}
