import Foundation
import TestSupport
import Testing

@testable import Monitor

private let rule = String(repeating: "─", count: 30)

/// What Claude shows: its input box below some lines.
private func boxed(_ above: String) -> String {
  above + "\n\n" + rule + "\n❯\u{A0}\n" + rule + "\n  ? for shortcuts"
}

/// A title, a screen, and what follows from them; `-` where nothing does.
private typealias Look = (title: String?, screen: String?, finds: String)

private func check(_ kind: AgentKind, _ looks: [Look]) throws {
  let pack = try RulePack.shipped()
  let named = Set(
    looks.flatMap { look in
      look.finds.components(separatedBy: " & ").map { String($0.prefix { $0 != "|" }) }
    })
  let untried = pack.rules.map { ($0.kind, $0.id.description) }
    .filter { $0.0 == kind && !named.contains($0.1) }
  #expect(untried.isEmpty, "rules without a look")
  for look in looks {
    let sight = Sight(title: look.title, screen: look.screen.map { Screen($0) })
    let found = pack.readings(of: sight, kind).map { hit in
      [hit.rule.description, hit.claim?.rawValue, hit.substate?.rawValue, hit.detail]
        .compactMap { $0 }.joined(separator: "|")
    }
    let text = found.isEmpty ? "-" : found.joined(separator: " & ")
    #expect(text == look.finds, "\(look.title ?? "") \(look.screen ?? "")")
  }
}

@Test("what Claude Code shows, and what only looks like it")
func claude() throws {
  let dialog =
    " Bash command\n\n   swift test\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. No (esc)"
  let framed =
    "│ Edit file           │\n│  Sources/A.swift    │\n│ Do you want to make this edit to A.swift? │\n│ ❯ 1. Yes │"
  try check(
    .claude,
    [
      ("⠂ Fix the tests", nil, "claude/title-working|running"),
      ("✶ Fix the tests", nil, "claude/title-working|running"),
      ("✳ Fix the tests", nil, "-"), ("Fix the tests", nil, "-"), ("中文 标题", nil, "-"),
      (nil, dialog, "claude/permission-dialog|waiting_approval|swift test"),
      (nil, framed, "claude/permission-dialog|waiting_approval|Sources/A.swift"),
      (nil, boxed(dialog), "claude/prompt|idle"),
      (
        nil, " Do you trust the files in this folder?\n ❯ 1. Yes, proceed\n   2. No, exit",
        "claude/trust-dialog|waiting_approval|Do you trust the files in this folder?"
      ),
      (
        nil, "Here is the plan:\n 1. say yes\n\n Would you like to proceed?\n\n ❯ 1. Yes, and auto",
        "claude/plan-review|waiting_input|Would you like to proceed?"
      ),
      (
        nil, " Which branch?\n\n ❯ 1. main\n   2. next\n\n Enter to select · Esc to cancel",
        "claude/question|waiting_input|Which branch?"
      ),
      (nil, "  3. Deny (esc)", "claude/permission-choice|waiting_approval"),
      (nil, " Select a model\n\n Esc to cancel", "claude/dialog-footer|waiting_approval"),
      (nil, boxed("● Would you like to go on? Say yes."), "claude/prompt|idle"),
      (nil, boxed("✳ Baking… (2m · ↓ 4.8k tokens)"), "claude/spinner|running|Baking…"),
      (nil, boxed("✢ Fixing the tests… (12s)"), "claude/spinner|running|Fixing the tests…"),
      (nil, boxed("· Thinking…\n  ⎿  Tip: use /help"), "claude/spinner|running|Thinking…"),
      (nil, boxed("✻ Thinking (3s · esc to interrupt)"), "claude/interrupt-hint|running"),
      (
        nil, boxed("● ok") + " · esc to interrupt", "claude/footer-interrupt|running"
      ),
      (
        nil, boxed("✽ Compacting conversation… (5s)"),
        "claude/compacting|running|compacting"
      ),
      (nil, boxed("✻ Sautéed for 19s"), "claude/prompt|idle"),
      (nil, boxed("✻ Sautéed for 19s · done"), "claude/prompt|idle"),
      (nil, boxed("✻ Worked for 3m · ↓ 36.4k tokens"), "claude/prompt|idle"),
      (nil, boxed("✳ Baking… (2m · ↓ 4.8k tokens)\n\n● All tests pass."), "claude/prompt|idle"),
      (nil, boxed("● Waiting for 1 background agent"), "claude/prompt|idle"),
      (nil, boxed("● Press esc to interrupt it.\n* one item…"), "claude/prompt|idle"),
      (nil, boxed(""), "claude/prompt|idle"),
      (
        nil, boxed("● Please run /login · API Error: 401 {\"type\":\"error\"}"),
        "claude/auth-error|error|auth|Please run /login · API Error: 401"
      ),
      (nil, boxed("● The log says API Error: 401, please"), "claude/prompt|idle"),
      (nil, boxed("  ⎿  API Error: 401 {}"), "claude/prompt|idle"),
      (nil, boxed("❯ API Error: 401\n● It is an expired key."), "claude/prompt|idle"),
      (nil, boxed("● API Error: 401 {}\n\n● Logged in again."), "claude/prompt|idle"),
      (
        nil, boxed("● API Error: 429 {\"type\":\"error\"}"),
        "claude/rate-limit|error|rate_limited|API Error: 429"
      ),
      (
        nil, boxed("● API Error: 529 Overloaded"),
        "claude/server-error|error|server_error|API Error: 529 Overloaded"
      ),
      (
        nil, boxed("● Claude Opus is currently unavailable"),
        "claude/model-unavailable|error|model_unavailable|Claude Opus is currently unavailable"
      ),
      (nil, boxed("✻ Crunched for 0s"), "claude/no-time|error"),
      (nil, boxed("✻ Crunched for 10s"), "claude/prompt|idle"),
      (nil, boxed("● ===GATE_DONE=== status=ok"), "claude/done-sign|done"),
      (nil, boxed("● I print ===GATE_DONE=== status=ok"), "claude/prompt|idle"),
      (
        nil, boxed(" ⎿  Interrupted · What should Claude do instead?"),
        "claude/interrupted|idle|interrupted"
      ),
      (nil, "", "-"), (nil, "$ ls", "-"), (nil, " Pick one\n ❯ 1. Left\n   2. Right", "-"),
      (
        "⠂ x", boxed("● ok"), "claude/title-working|running & claude/prompt|idle"
      ),
    ])
}

@Test("what Codex shows, and what only looks like it")
func codex() throws {
  let working =
    "• Working (12s • esc to interrupt)\n\n› Explain this codebase\n\n  gpt-5 · 80% left"
  try check(
    .codex,
    [
      ("[ ! ] Action Required", nil, "codex/title-action|waiting_approval"),
      ("[ . ] Action Required", nil, "codex/title-action|waiting_approval"),
      ("Action Required", nil, "-"), ("⠋ gate", nil, "codex/title-working|running"),
      ("gate", nil, "-"),
      (
        nil,
        "  Would you like to run the following command?\n\n  $ cargo test\n\n› 1. Yes, proceed (y)\n  2. No",
        "codex/approval|waiting_approval|cargo test"
      ),
      (nil, "  allow command?", "codex/approval|waiting_approval"),
      (
        nil, "• It asks: Would you like to run the following command?\n\n› next",
        "codex/prompt|idle"
      ),
      (
        nil, "  Would you like to run the following command?\n\n› next", "codex/prompt|idle"
      ),
      (
        nil, "  Implement this plan?\n\n› 1. Yes",
        "codex/question|waiting_input|Implement this plan?"
      ),
      (nil, working, "codex/working|running"),
      (
        nil, "• Working (12s • esc to interrupt)\n─ Worked for 12s ────\n\n• Done.\n\n› ",
        "codex/prompt|idle"
      ),
      (nil, "• Use esc to interrupt it\n\n› ", "codex/prompt|idle"),
      (
        nil, "■ You've hit your usage limit.\n\n› ",
        "codex/rate-limit|error|rate_limited|You've hit your usage limit."
      ),
      (nil, "■ stream disconnected\n\n› ", "codex/error|error|stream disconnected"),
      (
        nil, "■ Conversation interrupted - tell the model what to do\n\n› ",
        "codex/interrupted|idle|interrupted"
      ),
      (nil, "• ===GATE_DONE=== status=ok\n\n› ", "codex/done-sign|done"),
      (nil, "■ stream disconnected\n\n• Done.\n\n› ", "codex/prompt|idle"),
    ])
}

@Test("what Gemini, aider and a shell show, and what only looks like it")
func others() throws {
  try check(
    .gemini,
    [
      ("✋  Action Required (gate)", nil, "gemini/title-action|waiting_approval"),
      ("⏲  Working… (gate)", nil, "gemini/title-working|running"),
      ("✦  Thinking (gate)", nil, "gemini/title-working|running"),
      ("◇  Ready (gate)", nil, "gemini/title-ready|idle"), ("gemini", nil, "-"),
      (
        nil, "│ Apply this change?        │\n│ ● 1. Yes, allow once │",
        "gemini/approval|waiting_approval|Apply this change?"
      ),
      (nil, "⠏ Waiting for user confirmation...", "gemini/approval|waiting_approval"),
      (nil, "✦ I would allow once or always.\n > Type your message", "gemini/prompt|idle"),
      (nil, "⠏ Reading (esc to cancel, 12s)\n │ > Type your message │", "gemini/working|running"),
      (nil, "│ >   Type your message or @path │", "gemini/prompt|idle"),
      (
        nil, "✕ [API Error: You exceeded your quota]\n> Type your message",
        "gemini/rate-limit|error|rate_limited|API Error: You exceeded your quota"
      ),
      (
        nil, "✕ [API Error: 500 Internal]\n> Type your message",
        "gemini/error|error|server_error|API Error: 500 Internal"
      ),
      (nil, "✦ ===GATE_DONE=== status=ok\n> Type your message", "gemini/done-sign|done"),
      (nil, "✦ It printed [API Error: 429]\n> Type your message", "gemini/prompt|idle"),
    ])
  try check(
    .aider,
    [
      (nil, "Create file? (Y)es/(N)o [Yes]: ", "aider/confirm|waiting_approval|Create file?"),
      (nil, "Create file? (Y)es/(N)o [Yes]: y\n> ", "aider/prompt|idle"),
      (nil, "░█   Waiting for gpt-5", "aider/waiting-for-model|running"),
      (nil, "I am Waiting for you\n> ", "aider/prompt|idle"),
      (nil, "> ", "aider/prompt|idle"), (nil, "architect multi> ", "aider/prompt|idle"),
      (nil, "Which file?\nTokens: 2k\n> ", "aider/question|waiting_input|Which file?"),
      (
        nil, "litellm.AuthenticationError: no key\n> ",
        "aider/auth-error|error|auth|litellm.AuthenticationError: no key"
      ),
      (
        nil, "litellm.RateLimitError: slow down\n> ",
        "aider/rate-limit|error|rate_limited|litellm.RateLimitError: slow down"
      ),
      (nil, "litellm.APIError: x\n> ", "aider/error|error|litellm.APIError: x"),
      (nil, "===GATE_DONE=== status=ok\n> ", "aider/done-sign|done"),
      (nil, "> litellm.AuthenticationError: no key\nSo it seems.\n> ", "aider/prompt|idle"),
    ])
  try check(
    .shell,
    [
      (nil, "Remove? [y/N] ", "shell/confirm|waiting_approval|Remove? [y/N]"),
      (nil, "Go on? (yes/no)", "shell/confirm|waiting_approval|Go on? (yes/no)"),
      (
        nil, "[sudo] password for user: ",
        "shell/password|waiting_approval|[sudo] password for user:"
      ),
      (nil, "Remove? [y/N] y\nremoved", "-"), (nil, "the password: 123", "-"),
      (nil, "user@host:~$ ", "shell/prompt|idle"), (nil, "~/gate ❯ ", "shell/prompt|idle"),
      (nil, "host% ", "shell/prompt|idle"), (nil, "PS C:\\> ", "shell/prompt|idle"),
      (nil, "Downloading 50%", "-"), (nil, "it costs 5$", "-"), (nil, "</html>", "-"),
    ])
}

@Test("the shipped rules have names of their own and a version")
func shipped() throws {
  let pack = try RulePack.shipped()
  #expect(Set(pack.rules.map(\.id)).count == pack.rules.count)
  #expect(pack.version == "2026.11.1")
}

@Test("a user's file goes over the shipped rules by name")
func overlays() throws {
  let text = """
    version: mine-2
    rules:
      - {id: claude/prompt, look: last 3, pattern: 'READY', claims: idle}
      - {id: claude/mine, look: last 3, pattern: 'BUSY', not: 'NOT BUSY', claims: running}
      - {id: claude/spinner, off: true}
    """
  let file = try RuleFile(Array(text.utf8), name: "rules.yml")
  let shipped = try RulePack.shipped()
  let pack = try shipped.overlaid(with: file)
  #expect(pack.version == "2026.11.1+mine-2" && pack.rules.count == shipped.rules.count)
  #expect(pack.rules.first?.id == RuleID("claude/mine"))
  let cases: [(String, String?)] = [
    ("BUSY", "claude/mine"), ("NOT BUSY", nil), ("READY", "claude/prompt"),
    (boxed("✳ Baking…"), nil),
  ]
  for (text, id) in cases {
    let hits = pack.readings(of: Sight(title: nil, screen: Screen(text)), .claude)
    #expect(hits.first?.rule.description == id, "\(text)")
  }
  let trials = pack.trials(of: Sight(title: nil, screen: Screen("NOT BUSY")), .claude)
  #expect(trials.first == RuleTrial(rule: try #require(RuleID("claude/mine")), outcome: .excluded))
  #expect(trials.count == pack.rules.filter { $0.kind == .claude }.count)
}

@Test("what is wrong in a file of rules is said with its place and the nearest word")
func problems() throws {
  let good = "version: 1\nrules:\n"
  let cases: [(text: String, problems: [String])] = [
    ("", ["r.yml:1:1: a file of rules has the keys `version`, `rules`"]),
    ("[", ["r.yml:2:1: this is not YAML"]),
    (
      "version: 1\nrulse: []", ["r.yml:1:1: `rules` is", "r.yml:2:1: unknown key `rulse`; did you"]
    ),
    (
      good + "  - {id: claude/a, look: title, patern: x, claims: idle}",
      [
        "r.yml:3:5: `pattern` is missing",
        "r.yml:3:33: unknown key `patern`; did you mean `pattern`?",
      ]
    ),
    (
      good + "  - {id: claude, look: title, pattern: x, claims: idle}",
      ["r.yml:3:10: `id` is two words"]
    ),
    (
      good + "  - {id: cobol/a, look: title, pattern: x, claims: idle}",
      ["r.yml:3:10: `id` begins with the agent"]
    ),
    (
      good + "  - {id: claude/a, look: last 0, pattern: x, claims: idel}",
      [
        "r.yml:3:26: `look` is `title`, `slot` or `last N`",
        "r.yml:3:54: `claims` is no `idel`; did you mean `idle`?",
      ]
    ),
    (
      good + "  - {id: claude/a, look: slot, pattern: '(', claims: idle}",
      ["r.yml:3:41: `pattern` is no expression: missing closing parenthesis"]
    ),
    (
      good
        + "  - {id: claude/a, look: slot, pattern: x, claims: none}\n  - {id: claude/a, off: true}",
      ["r.yml:4:10: `id` names a rule that stands here before"]
    ),
  ]
  for (text, expected) in cases {
    let problems = #expect(throws: RuleProblems.self, "\(text)") {
      try RuleFile(Array(text.utf8), name: "r.yml")
    }
    let said = problems?.all.map(\.description) ?? []
    #expect(said.count == expected.count, "\(said)")
    for (a, b) in zip(said, expected) { #expect(a.hasPrefix(b), "\(a)") }
  }
  let off = try RuleFile(
    Array("version: 1\nrules:\n  - {id: claude/spiner, off: true}".utf8), name: "r.yml")
  let problem = #expect(throws: RuleProblems.self) { try RulePack.shipped().overlaid(with: off) }
  #expect(
    problem?.description
      == "r.yml:3:5: there is no rule `claude/spiner` to switch off; did you mean `claude/spinner`?"
  )
}

@Test("a hostile screen costs little and cannot hide")
func hostile() throws {
  let pack = try RulePack.shipped()
  let flood = String(repeating: "✳ a… (", count: 800_000)
  let lines = String(repeating: "❯ \u{1B}[31m" + rule + "\n", count: 60_000)
  let clock = ContinuousClock()
  for text in [flood, lines, lines + flood, String(repeating: "\u{1B}]0;", count: 1_000_000)] {
    let time = clock.measure {
      let sight = Sight(title: text, screen: Screen(text))
      for kind in AgentKind.allCases { _ = pack.trials(of: sight, kind) }
    }
    #expect(time < .seconds(3), "\(time)")
  }
  let screen = Screen(
    "\u{1B}[1;31m● red\u{1B}[0m  \u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{7}\u{A0}\r\n\t\n\n")
  #expect(screen.lines == ["● red  link"])
  #expect(Screen(flood).lines.first?.unicodeScalars.count == 499)
}

@Test("no screen makes a rule fail")
func fuzz() throws {
  let pack = try RulePack.shipped()
  let fuzz = Fuzz(
    seeds: [boxed("✳ Baking… (2m)"), "│ > Type your message │", "› 1. Yes, proceed (y)"],
    words: ["❯ ", rule, "\u{1B}[", "\u{1B}]", "…", "● ", "\n"])
  let failures = fuzz.failures { text in
    let screen = Screen(text)
    for kind in AgentKind.allCases {
      _ = pack.readings(of: Sight(title: text, screen: screen), kind)
    }
    return screen.lines.contains { $0.contains("\u{1B}") } ? "an escape is left" : nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
