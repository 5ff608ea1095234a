import GateModel
import GateProject
import TestSupport
import Testing

@testable import GateDrafting

/// Texts that would mean something else, or nothing, where they are not quoted.
private let hostile = [
  "plain", "数据层", "with: colon", "with # hash", "- item", "[list]", "{map}", "*alias", "&anchor",
  "!tag", "%directive", "@at", "`tick`", "'single'", "\"double\"", "back\\slash", "null", "~",
  "true",
  "No", "1", "1.5", "2026-01-01", "a\nb", "tab\there", "\u{0}", "\u{7F}", "a\u{85}b", "a\u{2028}b",
  "\u{202E}", "\u{FEFF}", "🙂", "\u{FFFE}", "a: b: c", "trailing ", "key:", "---", "...", "? x",
  "| x",
  "> x", "a, b", "a] b", "x #y", "=", "<<", "\u{10FFFF}", "０", "y",
]

private func project(titled title: String) throws -> Project {
  var plan = Project(name: title, gatekeeper: LaneID("D"))
  plan.suites = [Suite(name: "unit", run: title, timeout: .seconds(60))]
  plan.lanes = [
    Lane(id: .numbered(0), title: title, owns: globs(["/a/**"]), tasks: [title, title]),
    Lane(id: .gatekeeper),
  ]
  plan.waves = [
    Wave(
      number: 0, title: title, lanes: [WaveLane(id: .numbered(0), tasks: [title])],
      merge: [.numbered(0)])
  ]
  let draft = PlanDraft(
    origin: title, project: plan, laneNotes: [.numbered(0): [title]], waveNotes: [0: [title]],
    prose: [0: [title]], outOfScope: [title])
  return try Project(
    reading: draft.files().map { PlanFile(path: $0.path, bytes: Array($0.text.utf8)) })
}

@Test("a text comes back as it was written, whatever it is")
func hostileTexts() throws {
  for text in hostile {
    let read = try project(titled: text)
    #expect(
      [read.name, read.lanes[0].title, read.waves[0].title, read.suites[0].run]
        + read.lanes[0].tasks
        == Array(repeating: text, count: 6), "\(text.debugDescription)")
    #expect(read.waves[0].acceptance.isEmpty, "\(text.debugDescription) is no criterion")
  }
}

@Test("fuzz: every text comes back")
func fuzzTexts() {
  let fuzz = Fuzz(seeds: hostile, words: [": ", " #", "\"", "\\", "\n", "- ", "{", "}", "'"])
  let failures = fuzz.failures { input in
    let text = String(input.prefix(2000))
    guard !text.trimmed.isEmpty else { return nil }
    do {
      let read = try project(titled: text)
      return read.lanes[0].title == text && read.waves[0].acceptance.isEmpty ? nil : "changed"
    } catch {
      return "\(error)"
    }
  }
  #expect(failures.isEmpty, "\(failures)")
}
