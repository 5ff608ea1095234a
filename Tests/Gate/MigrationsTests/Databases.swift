import Foundation
import Postgres

/// A server for one test, gone with it.
func withHost<Answer>(_ body: (ScratchHost) async throws -> Answer) async throws -> Answer {
  // Without the server of somebody else.
  let environment = ProcessInfo.processInfo.environment
    .filter { $0.key != "DATABASE_URL" && !$0.key.hasPrefix("PG") }
  let host = try await ScratchHost.start(environment: environment)
  do {
    let answer = try await body(host)
    await host.stop()
    return answer
  } catch {
    await host.stop()
    throw error
  }
}

extension String {
  /// Its statements, which stand one a line; a comment's line is none.
  var statementLines: [String] {
    split(separator: "\n").map(String.init).filter { !$0.hasPrefix("--") }
  }
}
