import Testing

@testable import GateHooks

@Test("a message without what git takes out of it")
func messages() {
  let cases: [(text: String, isEdited: Bool, said: String, isGits: Bool)] = [
    ("a\n# b\nc", true, "a\nc", false), ("a\n# b\nc", false, "a\n# b\nc", false),
    ("a\n# ------------------------ >8 ------------------------\n+diff", false, "a", false),
    ("", false, "", true), ("\n\n# only\n", true, "\n", true),
    ("Merge branch 'x'", false, "Merge branch 'x'", true),
    ("Merged: x", false, "Merged: x", false), ("fixup! a", false, "fixup! a", true),
  ]
  for (text, isEdited, said, isGits) in cases {
    let message = CommitMessage(Array(text.utf8), isEdited: isEdited)
    #expect(message.text == said && message.isGits == isGits, "\(text)")
  }
}
