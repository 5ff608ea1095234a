import GateMigrations
import Postgres

extension DatabaseBench {
  /// Two databases that are the same.
  func equality() async throws -> [(Comparison, rounds: Int)] {
    let templates = PrefixTemplates(host)
    let template = try await templates.template(of: set.migrations).name
    let (first, second) = (
      try await host.database(from: template), try await host.database(from: template)
    )
    let dump = "\(programs)/pg_dump --schema-only"
    let (one, other) = ("\(dump) \(first.name) > a", "\(dump) \(second.name) > b")
    func dumps(_ name: String, _ script: String) -> Comparison.Work {
      .init(name: name) { run(["/bin/sh", "-c", script], on: first) }
    }
    let subject = Comparison.Work(name: "SchemaReader.snapshots") {
      try await timed {
        let (old, new) = try await SchemaReader.snapshots(first.settings, second.settings)
        guard SchemaDifference(from: old, to: new).isEmpty else { fail("a copy differs") }
      }.0
    }
    return [
      (
        .init(
          name: "two schemas compared", subject: subject,
          reference: dumps("two pg_dumps", "\(one); \(other)"), limit: 0.4), 15
      ),
      (
        .init(
          name: "the same", subject: subject,
          reference: dumps("both pg_dumps at once", "\(one) & \(other); wait")), 15
      ),
    ]
  }

  /// The three newest migrations proved one by one, those before them being there; dbmate begins anew,
  /// and sees all three at once.
  func verify() async throws -> (Comparison, rounds: Int) {
    let templates = PrefixTemplates(host)
    let (base, new) = (Array(set.migrations.dropLast(3)), Array(set.migrations.suffix(3)))
    let (dbmate, dump) = (dbmate.joined(separator: " "), "\(programs)/pg_dump --schema-only")
    let script = """
      set -e
      \(dbmate) up
      \(dump) > a
      for i in 1 2 3; do \(dbmate) rollback; done
      \(dump) > b
      \(dbmate) up
      \(dump) > c
      """
    let comparison = Comparison(
      name: "the three newest of \(set.migrations.count) migrations proved",
      subject: .init(name: "Verification") {
        try await timed {
          let trials = try await Verification(templates).trials(of: new, after: base)
          guard trials.count == 3 else { fail("a migration does not run") }
        }.0
      },
      reference: .init(name: "dbmate and pg_dump, from the start") {
        try await withDatabase { run(["/bin/sh", "-c", script], on: $0) }
      },
      limit: 0.15, obstacle: checkout.obstacle("dbmate"))
    return (comparison, 8)
  }

  /// Every migration, to an empty database.
  func apply() -> (Comparison, rounds: Int) {
    let comparison = Comparison(
      name: "all \(set.migrations.count) migrations applied",
      subject: .init(name: "gate migrate up") {
        try await withDatabase { run([checkout.gate, "migrate", "up"], on: $0) }
      },
      reference: .init(name: "dbmate up") {
        try await withDatabase { run(dbmate + ["up"], on: $0) }
      },
      limit: 0.7, obstacle: checkout.obstacle("dbmate"))
    return (comparison, 8)
  }

  /// The ways there of all migrations.
  func lint() -> (Comparison, rounds: Int) {
    let files = set.migrations.map { "up/\($0).sql" }
    let comparison = Comparison(
      name: "the lint of \(files.count) files",
      subject: .init(
        name: "gate migrate lint", arguments: [checkout.gate, "migrate", "lint"], folder: folder,
        codes: [0, 1]),
      reference: .init(
        name: "squawk", arguments: [checkout.peer("squawk")] + files, folder: folder,
        codes: [0, 1]),
      limit: 1, obstacle: checkout.obstacle("squawk"))
    return (comparison, 20)
  }

  private var dbmate: [String] {
    [checkout.peer("dbmate"), "--migrations-dir", folder + "/dbmate", "--no-dump-schema"]
  }
}
