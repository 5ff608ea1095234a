import GateModel
import GateRules
import Testing

/// Lane B owns `web/`, lane A `data/` and the region `data` of `web/page.html`; lane D keeps the gate.
private let plan = RuleExample(
  "", isGood: true,
  project: allRules.first { $0.id == "lane-scope" }?.examples.first?.project ?? Project()
).project

private func page(_ top: String = "top", _ data: String = "1", _ end: String = "end") -> String {
  "\(top)\n<!-- gate:region data -->\n\(data)\n<!-- gate:end data -->\n\(end)\n"
}

private func outcome(
  _ lane: String, _ before: [String: String], _ edits: [String: String?],
  _ adjust: (inout RuleCase) -> Void = { _ in }
) throws -> Outcome {
  let rule = try #require(allRules.first { $0.id == "lane-scope" })
  var subject = RuleExample(
    "", isGood: true, project: plan, lane: lane, before: before, edits: edits
  ).subject
  adjust(&subject)
  return judge(rule, subject, as: Check(id: .rule(rule.id), reason: ""))
}

@Test("lines of a file with regions are judged one by one")
func regionLines() throws {
  let file = "web/page.html"
  let fake = "x\n<!-- gate:region data -->\n<!-- gate:end data -->\n"
  // Lane, base, head, the lines of the findings (0: none in particular).
  let cases: [(lane: String, before: String, after: String?, lines: [Int])] = [
    ("B", page(), page("top\nmore"), []),
    ("B", page(), page("top", "1", "end\nmore"), []),
    ("B", page(), page("top", "2"), [3]),
    ("B", page("a\nb\nc"), page("a\nb\nc", "1\n2"), [6]),
    ("B", page("top", "1\n2\n3"), page("top", "1"), [4]),
    ("A", page(), page("top", "2\n3"), []),
    ("A", page(), page("new"), [1]),
    ("A", page(), page("top", "2", "new"), [5]),
    // The markers say whose lines are whose: neither lane moves them.
    ("A", page(), "top\n<!-- gate:region data -->\n1\nend\n<!-- gate:end data -->\n", [4, 5]),
    ("B", page(), "top\n1\n<!-- gate:region data -->\n<!-- gate:end data -->\nend\n", [2, 3]),
    ("B", page(), "top\n1\nend\n", [2, 3]),
    // A region inside a new one, and one of the same name before it.
    ("B", page(), "<!-- gate:region x -->\n" + page(), [0]),
    ("B", page(), fake + page("top", "2"), [2, 6]),
    // A region that moves as a whole has not changed.
    ("B", page("a\nb\nc\nd"), page("", "1", "a\nb\nc\nd\nend"), []),
    ("B", page(), nil, [0]), ("A", page(), nil, [0]),
  ]
  for (lane, before, after, lines) in cases {
    let found = try outcome(lane, [file: before], [file: after])
    let places = found.findings.map { $0.line ?? 0 }
    #expect(
      places == lines && (found.result == .passed) == lines.isEmpty,
      "lane \(lane), lines \(places) of\n\(after ?? "nothing")")
  }
}

@Test("renames, deletions, new files and modes belong to the owner")
func wholeFiles() throws {
  func file(
    _ path: String, _ status: ChangedFile.Status, from old: String? = nil,
    _ modes: (ChangedFile.Entry.Kind, ChangedFile.Entry.Kind) = (.file, .file)
  ) -> ChangedFile {
    ChangedFile(
      path: RepoPath(path), oldPath: old.map { RepoPath($0) }, status: status,
      before: ChangedFile.Entry(kind: modes.0, id: nil),
      after: ChangedFile.Entry(kind: modes.1, id: nil))
  }
  // Lane, the file, the paths of the findings.
  let cases: [(lane: String, file: ChangedFile, paths: [String])] = [
    ("B", file("web/b", .renamed, from: "web/a"), []),
    ("B", file("web/b", .renamed, from: "data/a"), ["data/a"]),
    ("B", file("data/b", .renamed, from: "web/a"), ["data/b"]),
    ("B", file("data/b", .renamed, from: "data/a"), ["data/a", "data/b"]),
    ("B", file("nobody/b", .renamed, from: "web/a"), ["nobody/b"]),
    ("D", file("data/b", .renamed, from: "nobody/a"), []),
    ("B", file("web/b", .renamed, from: "web/page.html"), ["web/page.html"]),
    ("B", file("web/page.html", .renamed, from: "web/b"), []),
    ("A", file("web/page.html", .renamed, from: "data/b"), ["web/page.html"]),
    ("A", file("web/page.html", .modified, (.file, .executable)), ["web/page.html"]),
    ("B", file("web/page.html", .modified, (.file, .executable)), []),
    ("B", file("web/page.html", .typeChanged, (.file, .symlink)), ["web/page.html"]),
  ]
  for (lane, file, paths) in cases {
    let found = try outcome(lane, ["web/page.html": page()], [:]) { $0.change.files = [file] }
    #expect(found.findings.compactMap { $0.path?.description } == paths, "\(lane): \(file)")
  }
}

@Test("a claim to a region that the file does not have is nobody's obstacle")
func absentRegion() throws {
  let found = try outcome("B", ["web/page.html": "a\n"], ["web/page.html": nil])
  #expect(found.result == .passed)
}

@Test("a large change out of its lane is judged in linear time, and told in few words")
func manyFiles() throws {
  let entry = ChangedFile.Entry(kind: .file, id: nil)
  let files = (0..<30_000).map {
    ChangedFile(path: RepoPath("data/\($0)"), status: .added, after: entry)
  }
  let clock = ContinuousClock()
  let start = clock.now
  let found = try outcome("B", [:], [:]) { $0.change.files = files }
  #expect(clock.now - start < .seconds(20))
  #expect(found.result == .failed && found.findings.count == 201)
  #expect(found.findings.last?.message == "and 29800 more, not listed")
}

@Test("the lane is what every statement says, or nothing")
func resolution() throws {
  func claim(_ lane: String, _ source: LaneClaim.Source = .option) -> LaneClaim {
    LaneClaim(lane: lane, source: source)
  }
  let branch = LaneClaim.Source.branch("lane/x")
  let cases: [(claims: [LaneClaim], expected: LaneResolution)] = try [
    ([], .none),
    ([claim("A")], .settled(#require(LaneID("A")))),
    ([claim("A"), claim("A", branch)], .settled(#require(LaneID("A")))),
    ([claim("A"), claim("B", branch)], .conflict(claim("A"), claim("B", branch))),
    ([claim("a")], .unknown(claim("a"))), ([claim("")], .unknown(claim(""))),
    ([claim("A"), claim("../x", branch)], .unknown(claim("../x", branch))),
  ]
  for (claims, expected) in cases {
    #expect(LaneResolution(of: claims, in: plan) == expected, "\(claims)")
  }
  let messages: [([LaneClaim], String)] = [
    (
      [claim("A"), claim("B", branch)],
      "the change says both lane A (--lane, or GATE_LANE) and lane B (branch lane/x)"
    ),
    (
      [claim("a")],
      "the change says it comes from lane a (--lane, or GATE_LANE), which the plan does not have"
    ),
  ]
  for (claims, message) in messages {
    let found = try outcome("A", [:], [:]) { $0.lane = LaneResolution(of: claims, in: plan) }
    #expect(found.result == .failed && found.findings.map(\.message) == [message])
  }
  let broken = try outcome("A", [:], [:]) { $0.lane = .none }
  if case .broken(let why) = broken.result {
    #expect(why.contains("--lane"))
  } else {
    #expect(Bool(false))
  }
}
