import GateModel
import TestSupport
import Testing

@testable import GateMigrations

/// No bytes crash a reader or make it hang.
@Test("damaged files", arguments: MigrationSettings.Format.allCases)
func fuzzReading(format: MigrationSettings.Format) {
  let path =
    switch format {
    case .sqlPairs, .golangMigrate: "m/1_a.up.sql"
    case .dbmate, .goose: "m/1_a.sql"
    case .flyway: "m/V1__a.sql"
    case .diesel: "m/1_a/up.sql"
    }
  let seeds = [
    "-- migrate:up transaction:false\ncreate table t (a text default 'b');\n-- migrate:down\nx;\n",
    "-- +goose Up\n-- +goose StatementBegin\ndo $$ begin end $$;\n-- +goose StatementEnd\n"
      + "-- +goose Down\n-- +goose NO TRANSACTION\nx;\n",
    "-- gate:no-transaction\nselect E'a\\'' 'b', \"c\", $t$ d $t$ /* e /* f */ */;\n",
    "select 'a'\n-- b\n'c\\'';", "\u{FEFF}$é$\r\n$é$",
  ]
  let words = [
    "-- migrate:up\n", "-- migrate:down\n", "-- +goose Up\n", "-- +goose Down\n", "-- +goose x\n",
    "'", "E'", "\"", "\\", "$$", "$a$", "$", "/*", "*/", "--", "\n", "\r\n", ";", "e", " ",
  ]
  let settings = MigrationSettings(path: RepoPath("m"), format: format)
  let failures = Fuzz(seeds: seeds.map { Array($0.utf8) }, words: words).failures(ofBytes: {
    bytes in
    let set = MigrationSet([MigrationFile(path: RepoPath(path), bytes: bytes)], settings: settings)
    if set.migrations.count + set.unread.count != 1 { return "its number is lost" }
    guard let text = set.migrations.first?.up else { return nil }
    let canonical = canonicalSQL(text.text)
    let again = String(decoding: canonical, as: UTF8.self)
    if canonicalSQL(again) != canonical { return "\(again.debugDescription) is not canonical" }
    return text.isEmpty == canonical.allSatisfy { $0 == UInt8(ascii: ";") } ? nil : "emptiness"
  })
  #expect(failures.isEmpty, "\(format): \(failures)")
}

/// No name does either, whatever the format.
@Test("damaged names", arguments: MigrationSettings.Format.allCases)
func fuzzNames(format: MigrationSettings.Format) {
  let seeds = [
    "001_a.up.sql", "V1.2__a.sql", "U1__a.sql", "R__a.sql", "2026-08-01-120000-0000_a/up.sql",
    "20260801_a.sql", "1_a.go", "V0001.A.down.sql", "1_a/metadata.toml", "V1__a.sql.conf",
  ]
  let words = ["0", "9", ".", "_", "-", "/", "V", ".sql", ".up", "__", "é", "up.sql"]
  let settings = MigrationSettings(path: RepoPath("m"), format: format)
  let failures = Fuzz(seeds: seeds, words: words).failures { name in
    let text = "-- migrate:up\n-- +goose Up\nx;"
    let files = [name, "1_a.up.sql"].map { MigrationFile(path: RepoPath("m/\($0)"), text: text) }
    let set = MigrationSet(files, settings: settings)
    let next = set.nextVersion(at: 1_785_585_600)
    if let highest = set.highest, !(next > highest) { return "\(next) is not above \(highest)" }
    return set.versions.contains(next) ? "\(next) is taken" : nil
  }
  #expect(failures.isEmpty, "\(format): \(failures)")
}

/// Texts that make a careless scanner quadratic: a run that takes minutes tells of one.
@Test("large files are read in linear time")
func largeFiles() {
  let pieces = [
    "'", "E'\\", "E'a'\n", "$a", "$a$", "$", "/*", "--", "\n", "-- +goose x\n", "-- migrate:x\n",
    "-- migrate:up\n", "-- migrate:x-- +goose y", "a", "e", "\"", ";", "1_", " ",
  ]
  for piece in pieces {
    let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
    let files: [(MigrationSettings.Format, name: String, text: String)] = [
      (.sqlPairs, "1_a.up.sql", text), (.dbmate, "1_a.sql", "-- migrate:up\n" + text),
      (.goose, "1_a.sql", "-- +goose Up\n" + text),
    ]
    for (format, name, text) in files {
      let set = migrations([name: text], format)
      #expect(set.migrations.count == 1)
      #expect(set.problems.allSatisfy { $0.message.utf8.count < 400 })
      for migration in set.migrations { _ = migration.up.checksum }
    }
  }
  let many = (0..<2000).reduce(into: [String: String]()) { files, number in
    files["1_\(number).up.sql"] = "x;"
    files["1_\(number).down.sql"] = "y;"
  }
  #expect(migrations(many).problems.count == 1999)
}
