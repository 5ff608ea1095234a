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
  ]
  for (text, risk, rollback) in cases {
    let found = sections(of: text, demanded: demands)
    #expect(found["risk"] == risk && found["rollback"] == rollback, "\(text): \(found)")
  }
}
