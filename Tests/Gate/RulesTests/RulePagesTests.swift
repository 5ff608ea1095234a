import GateModel
import GateRules
import TestSupport
import Testing

@Test("docs/rules has a page for every rule, in the rule's own words")
func pages() throws {
  for rule in allRules {
    #expect(try golden("docs/rules/\(rule.id).md", page(rule)) == .same, "\(rule.id)")
  }
  let rows = allRules.map { "| [`\($0.id)`](\($0.id).md) | \($0.defaultLevel) | \($0.summary) |\n" }
  let index =
    "# The rules\n\n| rule | level | what it holds |\n| --- | --- | --- |\n" + rows.joined()
  #expect(try golden("docs/rules/README.md", index) == .same)
}

private func page(_ rule: any Rule) -> String {
  var text =
    "# `\(rule.id)`\n\n\(rule.summary) Level: \(rule.defaultLevel).\n\n\(rule.explanation)\n"
  for isGood in [true, false] {
    text += "\n## \(isGood ? "Passes" : "Does not pass")\n"
    for example in rule.examples where example.isGood == isGood {
      text += "\n\(example.title)\n"
      for (path, content) in example.edits.sorted(by: { $0.key < $1.key }) {
        guard let content else { continue }
        text += "\n```\n\(path)\n\n\(content)```\n"
      }
      if !example.message.isEmpty { text += "\n```\n\(example.message)```\n" }
    }
  }
  return text
}
