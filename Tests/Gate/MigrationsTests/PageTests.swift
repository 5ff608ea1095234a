import Foundation
import GateModel
import Testing

@testable import GateMigrations

@Test("docs/migrations.md has a row for every rule, at its level, and for every format")
func page() throws {
  let page = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../docs/migrations.md")
  let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
  let rows = lines.filter { $0.hasPrefix("| `migration-") }.map {
    $0.split(separator: "|").prefix(2).joined(separator: "|")
  }
  let rules =
    MigrationRule.allCases.map { ($0.rawValue, $0.level) }
    + ProofRule.allCases.map { ($0.rawValue, $0.level) }
  #expect(rows == rules.map { " `\($0.0)` | \($0.1) " })
  let formats = lines.drop { !$0.hasPrefix("| `format`") }.dropFirst(2)
    .prefix { $0.hasPrefix("|") }.map { $0.split(separator: "`")[1] }
  #expect(Set(formats.map(String.init)) == Set(MigrationSettings.Format.allCases.map(\.rawValue)))
}
