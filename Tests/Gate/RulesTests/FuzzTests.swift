import GateModel
import GateRules
import TestSupport
import Testing

@Test("fuzz: sections, checklists and every language of the alias scanner")
func fuzzRules() throws {
  let seeds = [
    "## Changes\n\nthe cart adds up\n\n**Risk**: low, since\n\n回滚点：revert it\n\nLane: B",
    "- [x] tried in a browser\n- [ ] ~~on a phone~~ has none\n* [-] by keyboard: no form here",
    "x = os.getenv(\"A\") or os.getenv(\"B\")\nif not x:\n    x = cfg[\"b\"]",
    "const x = process.env.A ?? process.env['B'] // `${a ? b : c}`",
    "X=${A:-${B:-$C}} # ${", "{\"port\": 1, \"port_old\": {\"a\": [1, \"}\"]}}",
    "val x = System.getenv(\"A\") ?: System.getenv(\"B\")",
    "let x = env[#\"A\"#] ?? env[\"\"\"\nB\n\"\"\"]",
    "<!-- ## Risk\n-->\n```\n## Risk\n```\nRisk\n====\n\n> none",
  ]
  let words = [
    "\"", "'", "`", "${", "}", "(", ")", " or ", " ?? ", " || ", "?", ":", "# ", "// ", "/*", "*/",
    "\n",
    "<!--", "-->", "```\n", "- [ ] ", "~~", "**", "\\", "r#\"", "\"\"\"",
  ]
  let files = [
    "a.py", "a.ts", "a.swift", "a.go", "a.rb", "a.rs", "A.kt", "a.sh", "a.yml", "a.json", "a.toml",
    "a.ini", "Makefile", "Dockerfile", ".env", "docs/list.md",
  ]
  var project = Project()
  project.rules.sections = [
    SectionDemand(id: "risk", names: ["Risk", "风险点"]),
    SectionDemand(id: "changes", names: ["Changes"]),
  ]
  project.rules.regressionChecklists = [
    ChecklistDemand(when: [try Glob("**")], checklist: RepoPath("docs/list.md"))
  ]
  let rules = allRules.filter {
    ["no-compat-alias", "description", "regression-checklist", "region-markers"].contains($0.id)
  }
  #expect(rules.count == 4)
  var number = 0
  let failures = Fuzz(seeds: seeds, words: words).failures { input in
    number += 1
    let file = files[number % files.count]
    let example = RuleExample(
      "", isGood: true, project: project, message: input,
      before: ["docs/list.md": seeds[1]], edits: [file: input])
    for rule in rules {
      let outcome = judge(rule, example.subject, as: Check(id: .rule(rule.id), reason: ""))
      if outcome.findings.contains(where: { $0.message.isEmpty }) { return "no message" }
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
