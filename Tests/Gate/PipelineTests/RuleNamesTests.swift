import GateContracts
import GateMigrations
import GatePipeline
import GateProject
import GateRules
import GateSQLLint
import Testing

@Test("the plan knows exactly the rules that there are, in their order")
func ruleNames() {
  #expect(RuleNames.all == allRules.map(\.id))
  let proofs = ProofRule.allCases.map(\.rawValue)
  #expect(RuleNames.migrations == MigrationRule.allCases.map(\.rawValue) + proofs)
  #expect(RuleNames.contracts == ContractRule.allCases.map(\.rawValue))
  #expect(RuleNames.waves == WaveRule.allCases.map(\.rawValue))
  #expect(RuleNames.sql == allSQLRules.map(\.name))
}
