import GateModel
import GateRules
import Testing

@Test("a placeholder is no answer")
func answers() {
  let cases: [(text: String, says: Bool)] = [
    ("", false), ("n/a", false), ("N/A.", false), ("none", false), ("- TBD", false), ("无", false),
    ("暂无。", false), ("<what could go wrong>", false), ("<!-- the risk -->", false), ("...", false),
    ("👍", false), ("[describe]", false), ("todo", false), ("The page may load slower.", true),
    ("回退此提交", true), ("revert", true), ("None of the callers change.", true),
    ("<!-- prompt -->\nA lock is taken on `t`.", true),
    ("None.\nN/A", false), ("- n/a\n- none", false), ("TODO: say what could go wrong", false),
    ("TBD - ann", false), ("- [ ] TODO", false), ("> none", false), ("**None**", false),
    ("…", false), ("<risk> <impact>", false), ("same as above.", false), ("没有。", false),
    ("{{ risk }}", false), ("```\n```", false), ("—", false), ("wip!!!", false), ("无。\n无", false),
    ("None: the job only reads.", true), ("[PR 12](https://x.example/12) is first", true),
    ("- [x] the old job is off", true), ("改", true), ("See #12: the job may run twice.", true),
    ("`git revert` is enough", true), ("<!-- unclosed", false), ("todo lists load slower", true),
  ]
  for (text, says) in cases { #expect(isAnswer(text) == says, "\(text)") }
}

@Test("sections are found under headings, bold lines and names with a colon")
func sectionReader() {
  let demands = [
    SectionDemand(id: "risk", names: ["Risk", "风险点"]),
    SectionDemand(id: "rollback", names: ["Rollback"]),
  ]
  let cases: [(text: String, risk: String?, rollback: String?)] = [
    ("Risk: low\nRollback: revert", "low", "revert"),
    ("## Risk\nlow\n\n## Other\nx\n## Rollback\nrevert", "low", "revert"),
    ("**Risk**\nlow\n**Rollback**\nrevert", "low", "revert"),
    ("风险点：低", "低", nil), ("### Risk: low", "low", nil), ("The Risk is low", nil, nil),
    ("```\nRisk: code\n```", nil, nil), ("Risk: low\nand more\n\nLane: B", "low\nand more", nil),
    ("## risk\n### Detail\nlow", "### Detail\nlow", nil),
    // Underlined headings.
    ("Risk\n====\nlow\n\nOther\n===\nx\n\nRollback\n--------\nrevert", "low", "revert"),
    // What is commented out is not there.
    ("<!--\nRisk: what could go wrong?\n-->\nRollback: revert", nil, "revert"),
    ("<!-- Risk: x --> Rollback: y", nil, "y"), ("Risk: <!-- why? -->\nRollback: r", "", "r"),
    // A fence may hold a comment.
    ("Risk: low\n```\n<!--\n```\nRollback: revert", "low\n```\n<!--\n```", "revert"),
    // Trailers in the same paragraph are of no section.
    ("Risk: n/a\nLane: B", "n/a", nil), ("Risk: low\nCo-authored-by: A <a@b.c>", "low", nil),
    ("Lane: B\nRisk: low\n  and slow\nSigned-off-by: A <a@b.c>", "low\n  and slow", nil),
    ("Risk:\n\nLane: B", "", nil), ("Risk: low\nSee: the page is slow", "low", nil),
    // Decorated names.
    ("## 2. Risk\nlow", "low", nil), ("## ⚠️ Risk\nlow", "low", nil),
    ("- **Risk:** low", "low", nil), ("* Risk: low", "low", nil), ("__Risk__\nlow", "low", nil),
    ("## Risk ##\nlow", "low", nil), ("**Risk**: low", "low", nil), ("## 风险点：\n低", "低", nil),
    ("## Risky\nlow", nil, nil), ("## Risk of fire\nlow", nil, nil), ("risk : low", "low", nil),
    ("## Risk\n**Detail**\nlow", "**Detail**\nlow", nil),
    ("**Risk**\n**Other**\nlow", "", nil), ("Risk:\n# Other\nlow", "", nil),
  ]
  for (text, risk, rollback) in cases {
    let found = sections(of: text, demanded: demands)
    #expect(found["risk"] == risk && found["rollback"] == rollback, "\(text): \(found)")
  }
}

@Test("a template's own words are no answer, whatever stands between them")
func templates() throws {
  let rule = try #require(allRules.first { $0.id == "description" })
  var project = Project()
  project.rules.sections = [SectionDemand(id: "risk", names: ["Risk"])]
  let template = "## Risk\nSay what could go wrong.\nAnd for whom.\n"
  let cases: [(message: String, passes: Bool)] = [
    (template, false), ("## Risk\nSay what could  go wrong.\nn/a\n", false),
    ("## Risk\n\n- Say what could go wrong.\n", false),
    ("## Risk\nSay what could go wrong.\nThe page may load slower.\n", true),
  ]
  for (message, passes) in cases {
    let example = RuleExample(
      "", isGood: passes, project: project, message: message,
      before: [".github/pull_request_template.md": template])
    let outcome = judge(rule, example.subject, as: Check(id: .rule(rule.id), reason: ""))
    #expect((outcome.result == .passed) == passes, "\(message)")
  }
}

@Test("boxes are ticked, struck with a reason, or open")
func boxes() throws {
  // The text, the box that is meant, whether the text settles it.
  let cases: [(text: String, box: String, settles: Bool?)] = [
    ("- [ ] works", "works", false), ("- [x] works", "works", true), ("* [X] works", "works", true),
    ("1. [x] works", "works", true), ("  + [x]  **works**  on `a_b`", "works on ab", true),
    ("- [ ] ~~works~~ no colours changed", "works", true), ("- [ ] ~~works~~", "works", false),
    ("- [ ] ~~works~~ n/a", "works", false), ("- [x] ~~works~~", "works", false),
    ("- ~~[ ] works~~ no colours changed", "works", true), ("- ~~[ ] works~~", "works", false),
    ("- [-] works: no colours changed", "works", true), ("- [-] works", "works", false),
    ("- [-] works — no colours changed", "works", true), ("- [-] workshop closed", "works", nil),
    ("- [-] works (no colours changed)", "works", true), ("- [-] works: none", "works", false),
    ("- [-] chips: dark: no colours changed", "chips: dark", true), ("- [x]works", "works", nil),
    ("- works", "works", nil), ("[x] works", "works", nil), ("- [y] works", "works", nil),
    ("- [x] ", "", nil), ("```\n- [x] works\n```", "works", nil),
    ("<!-- - [x] works -->", "works", nil), ("<!--\n- [x] works\n-->", "works", nil),
    ("- [x] works\n  on a phone", "works on a phone", true),
    ("- [x] works\n- other", "works", true),
    ("> - [x] works", "works", true), ("- [x] works\n\n  more", "works", true),
  ]
  for (text, box, settles) in cases {
    let found = checklist(in: text)
    #expect(found.compactMap { $0.settles(box) }.first == settles, "\(text): \(found)")
  }
}
