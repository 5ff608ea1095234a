import FoundationEssentials
import GateModel
import GateProject
import TestSupport
import Testing

@testable import GateDrafting

private let folder = "Tests/Gate/DraftingTests/Golden"

private func document(_ name: String) throws -> String {
  let here = URL(filePath: #filePath).deletingLastPathComponent()
  return String(
    decoding: try Data(contentsOf: here.appending(path: "Golden/\(name).md")), as: UTF8.self)
}

private let survey = Survey(
  name: "shop", base: "main",
  paths: [
    ".github/workflows/ci.yml", "README.md", "pyproject.toml", "src/app.py", "src/db/pool.py",
    "src/monitor/a.py", "tests/test_app.py", "web/dashboard/app.js", "lib/Plugins/p.py",
    "tests/PluginsTests/p.py",
  ].map { RepoPath($0) })

@Test("plan documents become plans that load", arguments: ["table", "chinese", "english"])
func documents(_ name: String) throws {
  let (draft, remarks) = try PlanDraft.read(try document(name), named: "\(name).md", for: survey)
  let files = draft.files()
  let project = try Project(
    reading: files.filter { PlanFile.isPlan(RepoPath($0.path)) }.map {
      PlanFile(path: $0.path, bytes: Array($0.text.utf8))
    })
  #expect(project.overlaps().isEmpty)
  var text = remarks.map { "\(name).md:\($0.line): \($0.message)\n" }.joined()
  text += files.map { "\n-- \($0.path) --\n\($0.text)" }.joined()
  #expect(try golden("\(folder)/\(name).txt", text) == .same)
}

@Test("a document without a lane is no plan")
func noLanes() {
  for text in ["", "# Title\n\nwords\n", "## Wave 1\n- a\n", "| a | b |\n|---|---|\n| A | x |\n"] {
    #expect(throws: NoLanes.self) { try PlanDraft.read(text, named: "p.md", for: survey) }
  }
}

@Test("a long label does not multiply: the draft of a document is not much larger than it")
func longLabel() throws {
  let label = String(repeating: "audited and traced ", count: 1_000)
  let text = "## Lane A: store\n- src/**\n\n\(label):\n" + String(repeating: "- one\n", count: 300)
  let files = try PlanDraft.read(text, named: "p.md", for: survey).draft.files()
  let size = files.reduce(0) { $0 + $1.text.utf8.count }
  #expect(size < 2 * text.utf8.count + 4_096)
  #expect(files.contains { $0.text.contains("audited and traced") })
}

@Test("names of lanes and waves")
func names() {
  let lanes: [(text: String, id: String?, title: String, priority: String?)] = [
    ("Lane A：数据层 (P0)", "A", "数据层", "P0"), ("Lane B (P1): web", "B", "web", "P1"),
    ("**Lane C** — x", "C", "x", nil), ("泳道 D：守门（p2）", "D", "守门", "P2"),
    ("Lane overview", nil, "", nil), ("lane data-layer: store", "data-layer", "store", nil),
    ("Lanes", nil, "", nil), ("Planes", nil, "", nil), ("lane", nil, "", nil),
  ]
  for lane in lanes {
    let name = LaneName(lane.text)
    #expect(name?.id.description == lane.id, "\(lane.text)")
    #expect((name?.title ?? "", name?.priority) == (lane.title, lane.priority), "\(lane.text)")
  }
  let waves: [(text: String, number: Int?, title: String)] = [
    ("Wave 1: the loop", 1, "the loop"), ("波次 2", 2, ""), ("第三波：插件", 3, "插件"),
    ("Waves", nil, ""), ("第一章", nil, ""), ("Wave 99999", nil, ""), ("phase 0 - start", 0, "start"),
  ]
  for wave in waves {
    let name = WaveName(wave.text)
    #expect(name?.number == wave.number, "\(wave.text)")
    #expect(name?.title ?? "" == wave.title, "\(wave.text)")
  }
}

@Test("fuzz: every document gives no plan, or one that loads without overlaps")
func fuzzDocuments() throws {
  let seeds = try ["table", "chinese", "english"].map(document)
  let words = ["## Lane A: ", "### Wave 1", "`src/**`", "| lane | files |\n|-|-|\n| B | `a*` |\n"]
  let failures = Fuzz(
    seeds: seeds, words: words + ["**", "```", "- ", "：", "(", "; ", "\n", "Do not touch: ", "!"]
  )
  // A document is long: fewer of them find as much.
  .failures(iterations: Fuzz.iterations / 3) { input in
    do {
      let files = try PlanDraft.read(input, named: "p.md", for: survey).draft.files()
      let plan = files.filter { PlanFile.isPlan(RepoPath($0.path)) }
      let project = try Project(
        reading: plan.map { PlanFile(path: $0.path, bytes: Array($0.text.utf8)) })
      return project.overlaps().isEmpty ? nil : "overlaps: \(project.overlaps())"
    } catch is NoLanes {
      return nil
    } catch {
      return "\(error)"
    }
  }
  #expect(failures.isEmpty, "\(failures)")
}
