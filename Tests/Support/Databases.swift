import Foundation
package import Postgres

extension [String: String] {
  /// Without the server of somebody else.
  package var ownServer: [String: String] {
    filter { $0.key != "DATABASE_URL" && !$0.key.hasPrefix("PG") }
  }
}

/// A server for a body, gone with it.
package func withHost<Answer>(_ body: (ScratchHost) async throws -> Answer) async throws -> Answer {
  let host = try await ScratchHost.start(environment: ProcessInfo.processInfo.environment.ownServer)
  do {
    let answer = try await body(host)
    await host.stop()
    return answer
  } catch {
    await host.stop()
    throw error
  }
}

/// A database on a server of its own for a body.
package func withDatabase(_ body: (ConnectionSettings) async throws -> Void) async throws {
  try await withHost { host in try await body(host.database().settings) }
}
