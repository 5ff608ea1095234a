import GateModel
import GateProject
import TestSupport
import Testing

@Test("docs/schema holds the schemas of the plan's files")
func schemas() throws {
  for (name, schema) in planSchemas {
    #expect(try golden("docs/schema/\(name).schema.json", schema.text() + "\n") == .same, "\(name)")
  }
}
