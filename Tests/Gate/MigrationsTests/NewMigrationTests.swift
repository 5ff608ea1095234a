import GateModel
import Testing

@testable import GateMigrations

/// 2026-08-01T12:00:00Z.
private let noon = 1_785_585_600

@Test("a new migration is numbered and named as those before it")
func newMigrations() throws {
  let name = try #require(MigrationName("Add users, again"))
  let cases: [(MigrationSettings.Format, before: [String], files: [String])] = [
    (.sqlPairs, [], ["001_Add_users_again.up.sql", "001_Add_users_again.down.sql"]),
    (
      .sqlPairs, ["099_a.up.sql"], ["100_Add_users_again.up.sql", "100_Add_users_again.down.sql"]
    ),
    (
      .sqlPairs, ["V0009.A.up.sql"],
      ["V0010.Add_users_again.up.sql", "V0010.Add_users_again.down.sql"]
    ),
    (.sqlPairs, ["7.up.sql"], ["8_Add_users_again.up.sql", "8_Add_users_again.down.sql"]),
    (
      .golangMigrate, ["20260101000000_a.up.sql"],
      ["20260801120000_Add_users_again.up.sql", "20260801120000_Add_users_again.down.sql"]
    ),
    (
      .golangMigrate, ["1783024587_a.up.sql"],
      ["1785585600_Add_users_again.up.sql", "1785585600_Add_users_again.down.sql"]
    ),
    // Time does not go back.
    (.dbmate, ["20270101000000_a.sql"], ["20270101000001_Add_users_again.sql"]),
    (.dbmate, [], ["20260801120000_Add_users_again.sql"]),
    (.dbmate, ["20260731_a.sql"], ["20260801_Add_users_again.sql"]),
    (.dbmate, ["20260801_a.sql"], ["20260802_Add_users_again.sql"]),
    (.dbmate, ["202608011159_a.sql"], ["202608011200_Add_users_again.sql"]),
    (.dbmate, ["2026080111_a.sql"], ["2026080112_Add_users_again.sql"]),
    (.dbmate, ["1783024587123_a.sql"], ["1785585600000_Add_users_again.sql"]),
    (.goose, ["00009_a.sql"], ["00010_Add_users_again.sql"]),
    (.goose, ["00009_a.sql", "00010_b.go"], ["00011_Add_users_again.sql"]),
    (.flyway, [], ["V1__Add_users_again.sql", "U1__Add_users_again.sql"]),
    (.flyway, ["V1_9__a.sql"], ["V1_10__Add_users_again.sql"]),
    (
      .flyway, ["V1_9__a.sql", "U1_9__a.sql"],
      ["V1_10__Add_users_again.sql", "U1_10__Add_users_again.sql"]
    ),
    (
      .diesel, ["20260101000000_a/up.sql"],
      ["20260801120000_Add_users_again/up.sql", "20260801120000_Add_users_again/down.sql"]
    ),
    (
      .diesel, [],
      [
        "2026-08-01-120000-0000_Add_users_again/up.sql",
        "2026-08-01-120000-0000_Add_users_again/down.sql",
      ]
    ),
    (
      .diesel, ["2026-08-01-120000-0000_a/up.sql"],
      [
        "2026-08-01-120000-0001_Add_users_again/up.sql",
        "2026-08-01-120000-0001_Add_users_again/down.sql",
      ]
    ),
  ]
  for (format, before, files) in cases {
    let texts = [MigrationSettings.Format.dbmate: "-- migrate:up\nx;", .goose: "-- +goose Up\nx;"]
    let set = migrations(
      Dictionary(uniqueKeysWithValues: before.map { ($0, texts[format, default: "x;"]) }), format)
    let new = set.newMigration(name, at: noon)
    #expect(new.files.map(\.path.description) == files.map { "m/\($0)" }, "\(format) \(before)")
    // It is read as what it was meant to be, and asks to be filled in.
    let whole = MigrationSet(new.files, settings: set.settings)
    #expect(whole.migrations.map(\.version) == [new.version] && whole.unread.isEmpty)
    #expect(whole.problems.map(\.kind).filter { $0 != .downEmpty } == [.upEmpty])
  }
}

@Test("a number that another branch has is not free")
func besideOthers() {
  let others = [pairs("001_a", "002_b"), pairs("001_a", "003_c", "005_e")]
  #expect(pairs("001_a").nextVersion(at: noon, besides: others).description == "004")
  #expect(pairs().nextVersion(at: noon, besides: others).description == "004")
  let timed = migrations(["20260101000000_a.sql": ""], .dbmate)
  let taken = migrations(["20260801120000_b.sql": "", "20260101000001_c.sql": ""], .dbmate)
  #expect(timed.nextVersion(at: noon, besides: [taken]).description == "20260101000002")
}

@Test("names are safe in a path")
func names() {
  let cases = [
    ("a", "a"), ("Add users", "Add_users"), ("../x/y", "x_y"), ("a__b-c", "a_b_c"), ("", nil),
    ("…", nil), (String(repeating: "a", count: 101), nil),
  ]
  for (text, name) in cases { #expect(MigrationName(text)?.description == name, "\(text)") }
}
