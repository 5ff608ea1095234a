import GateModel
import Testing

@testable import GateMigrations

/// A set on one line each: version, name, and for each direction where it begins and what it says.
private func shown(_ set: MigrationSet) -> [String] {
  func part(_ text: MigrationText?) -> String {
    guard let text else { return "-" }
    let mode = text.isTransactional.map { $0 ? "+tx" : "-tx" } ?? ""
    return "\(text.path.name):\(text.firstLine)\(mode) \(text.text.debugDescription)"
  }
  return set.migrations.map { "\($0) | \(part($0.up)) | \(part($0.down))" }
}

@Test("what is read from each format")
func formats() {
  let cases: [(MigrationSettings.Format, files: [String: String], set: [String])] = [
    (
      .sqlPairs,
      [
        "002_b.up.sql": "\u{FEFF}-- why\r\n--gate:no-transaction \r\nselect 2;\r\n",
        "002_b.down.sql": "select 0;\n-- gate:no-transaction\n",
        "1_a.up.sql": "x;", "001_a.down.sql": "y;", "README.md": "z",
      ],
      [
        "1_a | 1_a.up.sql:1 \"x;\" | 001_a.down.sql:1 \"y;\"",
        "002_b | 002_b.up.sql:1-tx \"-- why\\r\\n--gate:no-transaction \\r\\nselect 2;\\r\\n\" | "
          + "002_b.down.sql:1 \"select 0;\\n-- gate:no-transaction\\n\"",
      ]
    ),
    (
      .dbmate,
      [
        "3_c.sql":
          "-- a\n\n-- migrate:up transaction:false\r\nx;\n--  migrate:down\ty:z\ny;\n",
        "4_d.sql": "--migrate:up transaction:true\n-- migrate:down\n-- nothing",
      ],
      [
        "3_c | 3_c.sql:4-tx \"x;\\n\" | 3_c.sql:6+tx \"y;\\n\"",
        "4_d | 4_d.sql:2+tx \"\" | 4_d.sql:3+tx \"-- nothing\"",
      ]
    ),
    (
      .goose,
      [
        "00001_a.sql":
          "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nx;\n"
          + "-- +goose StatementEnd\n-- +goose down\ny;",
        "00002_b.sql": "-- +goose up\nx;\n",
      ],
      [
        "00001_a | 00001_a.sql:3-tx \"-- +goose StatementBegin\\nx;\\n-- +goose StatementEnd\\n\" | "
          + "00001_a.sql:7-tx \"y;\"",
        "00002_b | 00002_b.sql:2+tx \"x;\\n\" | -",
      ]
    ),
    (
      .flyway,
      [
        "V1.10__b.sql": "x;", "a/V1_9__a.sql": "x;", "U1.9__a.sql": "y;", "R__v.sql": "v;",
        "V1.10__b.sql.conf": "# c\nexecuteInTransaction=false\n",
      ],
      [
        "1_9_a | V1_9__a.sql:1 \"x;\" | U1.9__a.sql:1 \"y;\"",
        "1.10_b | V1.10__b.sql:1-tx \"x;\" | -",
      ]
    ),
    (
      .diesel,
      [
        "2026-08-01-120000-0000_b/up.sql": "x;", "20260801115959_a/up.sql": "x;",
        "2026-08-01-120000-0000_b/down.sql": "y;", "20260801115959_a/down.sql": "y;",
        "2026-08-01-120000-0000_b/metadata.toml": "run_in_transaction = false # slow",
      ],
      [
        "20260801115959_a | up.sql:1+tx \"x;\" | down.sql:1+tx \"y;\"",
        "2026-08-01-120000-0000_b | up.sql:1-tx \"x;\" | down.sql:1-tx \"y;\"",
      ]
    ),
  ]
  for (format, files, set) in cases { #expect(shown(migrations(files, format)) == set) }
}

@Test("what is wrong with a folder is told with its place")
func folders() {
  let good = ["001_a.up.sql": "x;", "001_a.down.sql": "y;"]
  let cases: [(MigrationSettings.Format, files: [String: String], told: [String])] = [
    (.sqlPairs, good, []), (.sqlPairs, [:], []),
    (.sqlPairs, ["notes.sql": "", "x.up.txt": ""], ["format notes.sql"]),
    (
      .sqlPairs, ["001_a.up.sql": "-- later\n;", "001_a.down.sql": " "],
      ["down-empty 001_a.down.sql:1", "up-empty 001_a.up.sql:1"]
    ),
    (.sqlPairs, ["001_a.up.sql": "x;"], ["down-missing 001_a.up.sql"]),
    (.sqlPairs, ["001_a.down.sql": "x;"], ["up-missing 001_a.down.sql"]),
    (.golangMigrate, ["1_a.up.sql": "x;", "2_b.up.sql": "x;"], []),
    (
      .golangMigrate, ["1_a.up.sql": "x;", "1_a.down.sql": "y;", "2_b.up.sql": "x;"],
      ["down-missing 2_b.up.sql"]
    ),
    // A program has a number, and can be what undoes something.
    (
      .sqlPairs,
      ["1_a.up.sql": "x;", "1_a.down.go": "", "2_b.up.go": "", "2_b.down.sql": "y;"],
      ["unjudged 2_b.up.go"]
    ),
    (.sqlPairs, ["1_a.up.sql": "x;", "1_b.down.sql": "y;"], ["name 1_b.down.sql"]),
    (.sqlPairs, good.merging(["3.sql": ""]) { $1 }, ["name 3.sql"]),
    (
      .sqlPairs,
      good.merging(["0001_b.up.sql": "x;", "0001_b.down.sql": "y;", "1_c.up.go": ""]) { $1 },
      ["duplicate 001_a.up.sql", "duplicate 1_c.up.go", "unjudged 1_c.up.go"]
    ),
    (
      .sqlPairs,
      good.merging(["003_c.up.sql": "x;", "003_c.down.sql": "y;"]) { $1 }, ["gap 003_c.up.sql"]
    ),
    (.goose, ["10_a.sql": "-- +goose Up\nx;", "20_b.sql": "-- +goose Up\nx;"], []),
    (.goose, ["1_a.sql": "-- +goose Up\nx;", "20260801_b.sql": "-- +goose Up\nx;"], []),
    (
      .goose, ["1_a.sql": "-- +goose Up\nx;", "2_b.go": "", "3_c.sql": "-- +goose Up\nx;"],
      ["unjudged 2_b.go"]
    ),
    (.flyway, ["V1__a.sql": "x;", "V1.5__b.sql": "x;", "V3__c.sql": "x;"], ["gap V3__c.sql"]),
    (.flyway, ["V1__a.sql": "x;", "R__v.sql": "v;"], ["unjudged R__v.sql"]),
    (
      .goose, ["99999999999999999999_a.sql": "-- +goose Up\nx;"],
      ["name 99999999999999999999_a.sql"]
    ),
    (.sqlPairs, ["001_a.up.sql": "x;\n\0", "001_a.down.sql": "y;"], ["unreadable 001_a.up.sql:2"]),
    (.sqlPairs, ["001_a.up.sql": "x;", "001_a.down.sql": "\0"], ["unreadable 001_a.down.sql:1"]),
    (.dbmate, ["1_a.sql": "x;"], ["sections 1_a.sql:1"]),
    (.dbmate, ["1_a.sql": "\0"], ["unreadable 1_a.sql:1"]),
    (
      .dbmate,
      ["1_a.sql": "x;\n-- migrate:up\nx;\n -- migrate:down\n-- Migrate:down\n-- migrate:up\n"],
      [
        "down-missing 1_a.sql", "sections 1_a.sql:1", "sections 1_a.sql:4", "sections 1_a.sql:5",
        "sections 1_a.sql:6",
      ]
    ),
    (
      .dbmate, ["1_a.sql": "-- migrate:down\ny;\n-- migrate:up\nx;"], ["sections 1_a.sql:1"]
    ),
    (
      .goose, ["1_a.sql": "-- +goose Up\n-- +goose ENVSUB ON\nx;\n-- +goose Donw\n"],
      ["sections 1_a.sql:2", "sections 1_a.sql:4"]
    ),
  ]
  for (format, files, told) in cases { #expect(migrations(files, format).told == told) }
}

@Test("what is no text is told with its line, and its number is taken")
func unreadable() {
  let cases: [(bytes: [UInt8], line: Int?, message: String)] = [
    (Array("a\nb\0".utf8), 2, "the file has a NUL byte"),
    ([0x61, 0x0A, 0xC3, 0xA4, 0x0A, 0xC3], 3, "the file is not UTF-8"),
    ([0xC3, 0x0A, 0xA4], 1, "the file is not UTF-8"),
    ([0xFF, 0xFE, 0x61, 0x00], 1, "the file is UTF-16"),
    (
      [UInt8](repeating: 0x20, count: maximumMigrationSize + 1), nil,
      "the file has more than 16 MiB, and is not read"
    ),
  ]
  for (bytes, line, message) in cases {
    let file = MigrationFile(path: RepoPath("m/001_a.up.sql"), bytes: bytes)
    let settings = MigrationSettings(path: RepoPath("m"), format: .sqlPairs)
    let set = MigrationSet([file], settings: settings)
    #expect(set.problems.map(\.message) == [message] && set.problems.first?.line == line)
    #expect(set.migrations.isEmpty && set.unread.map(\.path) == [file.path])
  }
}

@Test("problems say what is meant, with the number or the file that is free")
func words() {
  let set = pairs("001_a", "002_b", "002_c", "005_d", edits: ["001_a.down.sql": nil])
  #expect(
    set.problems.map { "\($0.level) \($0.message); \($0.hint)" } == [
      "error nothing undoes the migration; add `001_a.down.sql`",
      "error the number 002 is taken by `m/002_b.up.sql`: a tool would run one of them; "
        + "rename it to `006_c.up.sql`, and what undoes it likewise",
      "error no migration has the numbers 003 to 004 before 005; "
        + "rename it to `003_d.up.sql`, and what undoes it likewise",
    ])
}

@Test("only the folder of the settings is read")
func foldersOutside() {
  let file = MigrationFile(path: RepoPath("db/m/001_a.up.sql"), text: "x;")
  for (folder, count) in [("db/m", 1), ("db", 0), ("m", 0), ("db/m2", 0), ("db/m/001", 0)] {
    let settings = MigrationSettings(path: RepoPath(folder), format: .sqlPairs)
    #expect(MigrationSet([file], settings: settings).migrations.count == count, "\(folder)")
  }
}
