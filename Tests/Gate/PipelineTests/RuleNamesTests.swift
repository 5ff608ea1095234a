import GateProject
import GateRules
import Testing

@Test("the plan knows exactly the rules that there are, in their order")
func ruleNames() {
  #expect(RuleNames.all == allRules.map(\.id))
}
