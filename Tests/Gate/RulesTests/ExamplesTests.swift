import GateModel
import GateRules
import Testing

@Test("every rule lets its good examples pass and stops its bad ones")
func examples() {
  for rule in allRules {
    #expect(
      rule.examples.contains { $0.isGood } && rule.examples.contains { !$0.isGood }, "\(rule.id)")
    for example in rule.examples {
      let check = Check(id: .rule(rule.id), reason: "")
      let outcome = judge(rule, example.subject, as: check)
      let held = outcome.findings.filter { $0.level != .note }
      let isBroken = if case .broken = outcome.result { true } else { false }
      #expect(
        !isBroken && held.isEmpty == example.isGood, "\(rule.id): \(example.title): \(outcome)")
    }
  }
}
