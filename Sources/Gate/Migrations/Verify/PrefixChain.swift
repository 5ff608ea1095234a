package import Postgres

/// A key for every beginning of some migrations: of the first, of the first two, …
///
/// Two beginnings of one key do the same: each key is a checksum of the one before it and of what the
/// migration does, as a chain of commits is.
struct PrefixChain {
  /// As many as there are migrations.
  let keys: [String]

  init(_ migrations: [Migration]) {
    var last = Checksum(digestOf: Array("gate-prefix/2".utf8))
    keys = migrations.map { migration in
      let mode =
        migration.up.isTransactional.map { $0 ? 1 : 2 } ?? (migration.up.isOneMessage ? 3 : 0)
      last = Checksum(digestOf: last.bytes + migration.up.checksum.bytes + [UInt8(mode)])
      return last.description
    }
  }
}

extension Preparation {
  /// A database in which these migrations have run: only those that came since an earlier run are new
  /// to it. Nil where there are none.
  package init?(of migrations: [Migration]) {
    guard !migrations.isEmpty else { return nil }
    self.init(keys: PrefixChain(migrations).keys.reversed()) { settings, index in
      let done = index.map { migrations.count - $0 } ?? 0
      try await apply(migrations[done...], to: settings)
    }
  }
}

/// Runs migrations of the base, without a look at what they do.
///
/// - Throws: `PrefixFailure` where one of them does not run.
func apply(_ migrations: ArraySlice<Migration>, to settings: ConnectionSettings) async throws {
  let connection = try await Connection.open(settings.patient)
  for migration in migrations {
    if let failure = try await migration.up.apply(on: connection) {
      throw PrefixFailure(migration: migration, failure: failure)
    }
  }
}
