import Foundation
import GateContracts
import Testing

@Test("docs/contracts.md has a row for every rule")
func page() throws {
  let page = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../docs/contracts.md")
  let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    .filter { $0.hasPrefix("| `frozen-") }.map { $0.split(separator: "`")[1] }
  #expect(rows.map(String.init) == ContractRule.allCases.map(\.rawValue))
}
