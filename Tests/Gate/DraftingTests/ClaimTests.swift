import GateModel
import Testing

@testable import GateDrafting

private let survey = Survey(
  name: "shop", base: "main",
  paths: ["api/a.py", "web/b.py", "web/no.js", "src/app.py"].map { RepoPath($0) })

private func laneA(_ text: String) throws -> (owns: [String], file: String, remarks: [Remark]) {
  let (draft, remarks) = try PlanDraft.read(text, named: "p.md", for: survey)
  let lane = draft.project.lanes.first { $0.id.description == "A" }
  let file = draft.files().first { $0.path == "Lanes/A.yml" }
  return (lane?.owns.map(\.description) ?? [], file?.text ?? "", remarks)
}

@Test("what a plan forbids is never claimed, but kept as a comment and said")
func forbidden() throws {
  let rows = [
    "Do not touch: `api/**`", "禁止修改：`api/**`", "Must not change:\n- `api/**`",
    "**不要改动**\n\n- `api/**`", "**不要改动**：\n- `api/**`", "Read-only: `api/**`", "只读：`api/**`",
    "Read only\n- api/a.py", "Out of bounds: `api/**`", "Not allowed: api/**",
    "Never edit: `api/**`",
    "Never edit `api/**`.", "不得修改：`api/**`", "不得修改 `api/**`", "勿动：`api/**`", "- 勿动 `api/**`",
    "- Don’t touch: `api/**`", "- Files: `api/**` (read-only)", "- `api/a.py`：只读", "api/a.py：只读",
    "#### Do not touch\n- `api/**`", "#### Do not touch\nFiles: `api/**`",
    "#### Out of bounds\n\n`api/**`", "- Do not touch:\n  - Files: `api/**`",
    "Files not to touch: `api/**`",
    "You must never change the files of the other lanes, which are:\n- `api/**`",
    "Do not touch these\n- `api/**`", "文件（只读）：`api/**`", "- **Hands off**\n  - `api/**`",
    "Files (never edit): api/", "Files it reads: `api/**`", "文件（参考）：`api/**`",
    "#### Do not touch\n##### Files\n- `api/**`", "- See also:\n  - Files: `api/**`",
    "- Used by others\n  - `api/**`", "- ~~`api/**`~~", "- ❌ `api/**`",
    "Do not touch\n\n```\napi/**\n```",
    "Do not touch — `api/**`", "| Lane | Do not touch |\n|---|---|\n| A | `api/**` |",
  ]
  for row in rows {
    for gap in ["\n", "\n\n"] {
      let found = try laneA("# P\n\n### Lane A: x\n\nFiles: `web/**`\(gap)\(row)\n")
      #expect(found.owns == ["/web/**"], "\(row)")
      #expect(
        found.file.split(separator: "\n").contains { $0.hasPrefix("# ") && $0.contains("api/") },
        "\(found.file)")
      #expect(found.remarks.contains { $0.message.contains("comment") }, "\(row)")
    }
  }
}

@Test("a part of a list that forbids, or speaks of something else, is not claimed")
func claims() throws {
  let cases: [(files: String, owns: [String])] = [
    ("`web/**`; `api/**`：只读", ["/web/**"]), ("`web/**`. Do not touch `api/**`.", ["/web/**"]),
    ("`web/**`. Reference: `api/**`", ["/web/**"]),
    ("\n- `web/b.py`\n- Reference: `api/**`", ["/web/b.py"]),
    ("\n- `web/b.py`\n- Reference:\n  - `api/**`\n- src/app.py", ["/web/b.py", "/src/app.py"]),
    ("`web/b.py`\nReference: see\n- `api/**`", ["/web/b.py"]),
    ("`web/b.py`, `!web/no.js`", ["/web/b.py"]),
    ("`web/b.py`\nUsed by this lane\n- `api/**`", ["/web/b.py"]),
    ("\n- `web/b.py`,\n  but do not touch\n  `api/a.py`", ["/web/b.py"]),
    ("\n\n```\nweb/\napi/a.py\n```", ["/web/**", "/api/a.py"]),
    ("web/b.py, !web/no.js", ["/web/b.py"]), ("`web/[x`", ["/web/[x"]), ("`[x`", []),
    ("`src/app.py` (shared!)", ["/src/app.py"]), ("src/app.py: the entry", ["/src/app.py"]),
    ("**`src/app.py`**", ["/src/app.py"]), ("**shared**", []),
    ("web/b.py!", ["/web/b.py"]),
    ("src/no/not/never.py", ["/src/no/not/never.py"]),
    ("`src/app.py:12`", ["/src/app.py"]),
  ]
  for (files, owns) in cases {
    #expect(try laneA("### Lane A: x\nFiles: \(files)\n").owns == owns, "\(files)")
  }
}

@Test("words beside a path, and what is only a comment, are said with their line")
func remarks() throws {
  let cases: [(text: String, remark: String)] = [
    ("Files: `src/app.py` (shared!)", "2: not used of a path: shared!"),
    ("Read-only: `api/**`", "2: kept only as a comment: Read-only: `api/**`"),
    ("Reference: `api/**`", "2: kept only as a comment: Reference: `api/**`"),
    ("- No new dependencies", "2: kept only as a comment: No new dependencies"),
    ("- Not `api/a.py`, which is B's", "2: kept only as a comment: Not `api/a.py`, which is B's"),
    ("Never deploy", "2: kept only as a comment: Never deploy"),
    ("Risks:\n\nOwner: Ann", "2: kept only as a comment: Risks"),
    ("**Risks**", "2: kept only as a comment: Risks"),
    ("- Do not touch:\n## Wave 1\n", "2: kept only as a comment: Do not touch"),
    ("Depends on: lane B", "2: kept only as a comment: depends on: lane B"),
    ("Owner: Ann", "2: kept only as a comment: who: Ann"),
    ("Acceptance:\n- it works", "3: kept only as a comment: accepted when: it works"),
    (
      "Files: `web/**`\nRead-only: `web/b.py`",
      "3: `/web/**` of lane A overlaps `/web/b.py`, which it is not to change: list what is meant instead"
    ),
    (
      "\n| Lane | Files | Do not touch |\n|---|---|---|\n| A | `web/b.py` | web/ |",
      "5: `/web/b.py` of lane A overlaps `/web/**`, which it is not to change: list what is meant instead"
    ),
    (
      "Files: `web/**`\nRead-only: `web/**`",
      "2: `/web/**` is not claimed: lane A is not to change it either"
    ),
    ("Files: `web/**`, `!web/no.js`", "2: kept only as a comment: not claimed: `!web/no.js`"),
  ]
  for (text, remark) in cases {
    let said = try laneA("### Lane A: x\n\(text)\n").remarks.map { "\($0.line): \($0.message)" }
    #expect(said.contains(remark), "\(said)")
  }
}

@Test("a comment keeps its patterns")
func comments() throws {
  let cases: [(text: String, plain: String)] = [
    ("Read-only: `api/**`", "Read-only: `api/**`"), ("**Files**: `a/**`", "Files: `a/**`"),
    ("a/**, **b**", "a/**, b"), ("**/x.py", "**/x.py"), ("**", ""),
  ]
  for (text, bare) in cases { #expect(plain(text) == bare, "\(text)") }
  #expect(try laneA("### Lane A\nRead-only: `api/**`\n").file.contains("# Read-only: `api/**`\n"))
}

@Test("a region is offered of a file only")
func regions() throws {
  let cases: [(path: String, hint: Bool)] = [
    ("web/b.py", true), ("web", false), ("web/", false), ("web/new.py", false),
  ]
  for (path, hint) in cases {
    let text = "## Lane B: y\nFiles: `web/**`\n## Lane A: x\nFiles: `\(path)`\n"
    let found = try laneA(text)
    #expect(found.owns == [], "\(path)")
    #expect(found.file.contains("# regions:") == hint, "\(path)")
    #expect(found.remarks.contains { $0.message.contains("region of it") } == hint, "\(path)")
  }
}

@Test("the gatekeeper gets the plan and the CI files; what the document gives to nobody stays so")
func gatekeeper() throws {
  let survey = Survey(
    name: "shop", base: "main",
    paths: [
      ".github/workflows/ci.yml", ".vscode/x.json", "README.md", "go.mod", "docs/a.md", "src/a.go",
      "Jenkinsfile",
    ].map { RepoPath($0) })
  for text in [
    "## Lane A: x\nFiles: `src/**`\n", "## Lane A\nFiles: src/**\n## Lane D: gatekeeper\n",
  ] {
    let (draft, remarks) = try PlanDraft.read(text, named: "p.md", for: survey)
    #expect(
      draft.project.lanes.last?.owns.map(\.description) == [
        "/gate.yml", "/Lanes/**", "/Waves/**", "/Migrations/**", "/.github/**", "/Jenkinsfile",
      ])
    #expect(!remarks.contains { $0.message.contains("names no path") })
  }
}
