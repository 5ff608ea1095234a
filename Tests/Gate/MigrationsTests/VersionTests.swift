import GateModel
import Testing

@testable import GateMigrations

@Test("versions are numbers, however long and however written")
func versions() throws {
  // In order; the texts of one row are the same version.
  let rows = [
    ["0", "000", "0.0"], ["1", "01", "1.0", "1_0"], ["1.1", "1_1", "01.01"], ["1.2"], ["1.10"],
    ["2", "002"], ["10"], ["0099"], ["20260801", "0020260801"], ["20260801120000"],
    ["2026-08-01-120000-0000", "202608-01-120000-0000"], ["2026-08-01-120000-0001"],
    ["2026-08-01-120001"], ["18446744073709551616"], ["1" + String(repeating: "0", count: 300)],
  ]
  let versions = try rows.map { try $0.map { try #require(MigrationVersion($0)) } }
  for (low, row) in versions.enumerated() {
    for same in row { #expect(same == row[0] && same.hashValue == row[0].hashValue) }
    for higher in versions[(low + 1)...] {
      #expect(row[0] < higher[0] && !(higher[0] < row[0]) && row[0] != higher[0], "\(row)")
    }
  }
  for text in ["", "a", "1a", "-1", "1-", "1..2", ".1", "1 ", "١", "+1", "0x1"] {
    #expect(MigrationVersion(text) == nil, "\(text)")
  }
}

@Test("the next number is spelt like the last")
func successors() {
  let cases = [
    ("001", "002"), ("009", "010"), ("999", "1000"), ("0", "1"), ("1.9", "1.10"), ("1_09", "1_10"),
    ("20260801120000", "20260801120001"),
    ("2026-08-01-120000-0000", "2026-08-01-120000-0001"),
  ]
  for (text, next) in cases {
    #expect(MigrationVersion(text)?.successor.description == next, "\(text)")
  }
  #expect(MigrationVersion("0010")?.number == "10" && MigrationVersion("1.0.2")?.number == "1.0.2")
}

@Test("a name says what a file is, in each format")
func roles() throws {
  func version(_ text: String) throws -> MigrationVersion { try #require(MigrationVersion(text)) }
  let cases: [(MigrationSettings.Format, String, FileRole)] = try [
    (.sqlPairs, "001_a.up.sql", .half(version("1"), name: "a", .up)),
    (.sqlPairs, "001_a.b.down.sql", .half(version("1"), name: "a.b", .down)),
    (.sqlPairs, "V0001.A_B.up.sql", .half(version("1"), name: "A_B", .up)),
    (.sqlPairs, "0188.up.sql", .half(version("188"), name: "", .up)),
    (.sqlPairs, "7-a.up.sql", .half(version("7"), name: "a", .up)),
    (.sqlPairs, "7_a.down.up.sql", .half(version("7"), name: "a.down", .up)),
    (.sqlPairs, "7_a.up.go", .code(version("7"), name: "a", .up)),
    (.sqlPairs, "003_a.sql", .nearMiss), (.sqlPairs, "003_a_up.sql", .nearMiss),
    (.sqlPairs, "003_a.up.SQL", .nearMiss), (.sqlPairs, "a.up.sql", .nearMiss),
    (.sqlPairs, "3a.up.sql", .nearMiss), (.sqlPairs, "schema.sql", .other),
    (.sqlPairs, "README.md", .other), (.sqlPairs, "old/001_a.up.sql", .other),
    (.sqlPairs, "001_a.up.sql.orig", .other),
    (.golangMigrate, "1_.up.sql", .half(version("1"), name: "", .up)),
    (.golangMigrate, "1.up.sql", .nearMiss), (.golangMigrate, "V1_a.up.sql", .nearMiss),
    (.golangMigrate, "12-foo.sql", .nearMiss),
    (.dbmate, "20260801_a.sql", .whole(version("20260801"), name: "a")),
    (.dbmate, "3.sql", .whole(version("3"), name: "")), (.dbmate, "3a.SQL", .nearMiss),
    (.dbmate, "schema.sql", .other),
    (.goose, "00001_a.sql", .whole(version("1"), name: "a")),
    (.goose, "00001_a.go", .code(version("1"), name: "a", .up)),
    (.goose, "00001_a_test.go", .other), (.goose, "12-foo.sql", .nearMiss),
    (.goose, "main.go", .other),
    (.flyway, "V1__a.sql", .half(version("1"), name: "a", .up)),
    (.flyway, "2026/V1_2.3__a__b.sql", .half(version("1.2.3"), name: "a__b", .up)),
    (.flyway, "U1__a.sql", .half(version("1"), name: "a", .down)),
    (.flyway, "V1.sql", .half(version("1"), name: "", .up)),
    (.flyway, "V1_a.sql", .nearMiss), (.flyway, "v1__a.sql", .nearMiss),
    (.flyway, "V1-2__a.sql", .nearMiss), (.flyway, "1__a.sql", .nearMiss),
    (.flyway, "R__view.sql", .unversioned("runs again whenever it changes")),
    (.flyway, "afterMigrate.sql", .other), (.flyway, "V1__a.sql.conf", .options(of: "V1__a.sql")),
    (.flyway, "V2__a.java", .code(version("2"), name: "a", .up)),
    (.diesel, "2026-08-01-120000_a-b/up.sql", .half(version("20260801120000"), name: "a-b", .up)),
    (.diesel, "001/down.sql", .half(version("1"), name: "", .down)),
    (.diesel, "001_a/metadata.toml", .options(of: "001_a")),
    (.diesel, "a/up.sql", .nearMiss), (.diesel, "1.2_a/up.sql", .nearMiss),
    (.diesel, "001_a.sql", .nearMiss), (.diesel, ".hidden/up.sql", .other),
    (.diesel, "001_a/x/up.sql", .other), (.diesel, "001_a/UP.SQL", .nearMiss),
  ]
  for (format, name, role) in cases {
    #expect(FileRole(name[...], format: format) == role, "\(format): \(name)")
  }
}
