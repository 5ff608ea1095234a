import GateModel
import PgQuery
import Testing

@testable import GateSQLLint

/// The rules that object to a script: those that are on, and one more.
func held(_ source: String, turningOn rule: String? = nil) throws -> [Finding] {
  let isOff =
    rule.map { name in !allSQLRules.contains { $0.name == name && $0.level != nil } } ?? false
  let lint = SQLLint(levels: rule.map { isOff ? [$0: .warning] : [:] } ?? [:])
  return lint.findings(in: try SQLScript(parsing: source), path: RepoPath("1.up.sql"))
}

@Test("a bad example is held by its own rule alone, a good one is not held by it")
func examples() throws {
  for rule in allSQLRules {
    #expect(!rule.good.isEmpty && !rule.bad.isEmpty, "\(rule.name)")
    for source in rule.bad {
      let found = try held(source, turningOn: rule.name).map(\.rule)
      #expect(Set(found) == [rule.name], "\(rule.name): \(source): \(found)")
    }
    for source in rule.good {
      let found = try held(source, turningOn: rule.name).filter { $0.rule == rule.name }
      #expect(found.isEmpty, "\(rule.name): \(source): \(found)")
    }
  }
}

@Test("the words of a rule are complete, and no name stands twice")
func words() {
  var names: Set<String> = []
  for rule in allSQLRules {
    #expect(names.insert(rule.name).inserted, "\(rule.name)")
    let isName = rule.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
    #expect(isName && rule.summary.hasSuffix(".") && rule.reason.hasSuffix("."), "\(rule.name)")
    #expect(
      !rule.rewrite.isEmpty && !rule.rewrite.contains("\n") && !rule.rewrite.hasSuffix("."),
      "\(rule.name)")
  }
}
