import FoundationEssentials
import Postgres
import Testing

@testable import GateMigrations

@Test("merged migrations run once on a machine, and only what is new runs after them")
func prefix() async throws {
  let cache = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: cache) }
  try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
  var environment = ProcessInfo.processInfo.environment.filter { $0.key != "DATABASE_URL" }
  environment["XDG_CACHE_HOME"] = cache.path

  /// What the first migration made by chance, and the tables.
  func state(after base: [Migration]) async throws -> [String?] {
    let host = try await ScratchHost.start(
      environment: environment, preparation: Preparation(of: base))
    let answer = await Result {
      let template = try await PrefixTemplates(host).template(of: base)
      let copy = try await host.database(from: template.name)
      let row = try await Connection.open(copy.settings).query(
        "select (select value from chance), (select string_agg(tablename, ' ' order by tablename) from pg_tables where schemaname = 'public')"
      ).first
      return [row?[0], row?[1]]
    }
    await host.stop()
    return try answer.get()
  }

  let first = try migration("1", "a", "create table chance as select random() as value", nil)
  let second = try migration("2", "b", "create table b (i int)", nil)
  let failing = try migration("2", "b", "create table b (i int); select nothing", nil)
  let start = try await state(after: [first])
  #expect(start[1] == "chance")
  #expect(try await state(after: [first]) == start)
  // What fails keeps nothing of itself.
  await #expect(throws: PrefixFailure.self) { try await state(after: [first, failing]) }
  #expect(try await state(after: [first, second]) == [start[0], "b chance"])
  // A comment and a name are no other migration.
  let same = try migration("1", "z", "-- x\n" + first.up.text, nil)
  #expect(try await state(after: [same]) == start)
  let other = try migration("1", "a", first.up.text + "; select 1", nil)
  #expect(try await state(after: [other])[0] != start[0])
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
