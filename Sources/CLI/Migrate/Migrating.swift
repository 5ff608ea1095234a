import ArgumentParser
import GateMigrations
import GateReports
import Postgres

/// A version on the command line.
struct TargetVersion: ExpressibleByArgument {
  var version: MigrationVersion

  init?(argument: String) {
    guard let version = MigrationVersion(argument) else { return nil }
    self.version = version
  }
}

/// Runs a body with the migrator of the worktree's files and the environment's database, prints what it
/// answers and ends the process. A migration that fails is exit code 1; what keeps the migrator from
/// running is 2.
func migrating(
  at place: Place, _ body: @escaping @Sendable (Migrator, MigrationSet) async throws -> String
) throws -> Never {
  try answering {
    let settings = try databaseSettings(processEnvironment())
    let result = waiting {
      await outcome {
        // The server begins a session while the files are read.
        async let connection = connected(to: settings)
        let set = try MigrationFolder(above: place.path).set
        return try await body(Migrator(connection, set) { show($0) }, set)
      }
    }
    guard let result else {
      throw Failure("interrupted; `gate migrate up` goes on", exit: .unjudged)
    }
    try Console.print(try result.get())
    return 0
  }
}

private func connected(to settings: ConnectionSettings) async throws(PostgresError) -> Connection {
  do throws(PostgresError) {
    return try await Connection.open(settings)
  } catch {
    var error = error
    error.hint =
      error.hint ?? "set DATABASE_URL or PG*, or try it: gate scratch -- gate migrate up"
    throw error
  }
}

/// Says what the migrator does, a line for each step.
private func show(_ event: Migrator.MigratorEvent) {
  switch event {
  case .waiting(let holder): Console.say("waiting for another migrator: \(holder)".visible())
  case .started: break
  case .resumed(let title, let done, let count):
    Console.say("going on with \(title): \(done) of \(count) statements are done")
  case .retried(let title, let error):
    Console.say("trying \(title) again: \(error.message)".visible())
  case .finished(let title, let direction, let milliseconds):
    Console.say("\(direction == .up ? "applied" : "undone ")  \(title)  \(milliseconds) ms")
  case .noticed(let notice):
    Console.say("  \(notice.severity.lowercased()): \(notice.message)".visible())
  }
}
