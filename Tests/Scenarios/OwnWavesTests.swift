import Foundation
import TestSupport
import Testing

/// The waves of this repository, on branches of its own lanes, by the real command.
///
/// A clone of the commit HEAD gets a commit on each lane's branch, among them a migration, and its `main`
/// one more commit: there the suite `unit` is not `swift test`, which would be this very run and takes
/// minutes. In its place every Swift file of the merged lanes is parsed by the compiler, and one target
/// of the built tests runs, which is of HEAD and not of the merge. All else is as it stands here:
/// the other parts of gate.yml, Lanes, Waves, the migrations and their proof on a scratch Postgres.
@Suite("our own waves", .timeLimit(.minutes(5)))
struct OwnWavesTests {
  private let world: World

  init() async throws {
    world = try World()
    // Whatever is checked out here, and under whatever name: a branch, a tag, no branch at all.
    let head = try await sh("git -C '\(OwnWavesTests.root)' rev-parse HEAD")
    try await sh(
      """
      git clone -q --shared --no-checkout '\(OwnWavesTests.root)' . && git remote remove origin
      git checkout -q -B main \(head)
      """)
    let plan = try String(contentsOfFile: world.folder + "/gate.yml", encoding: .utf8)
    let usual = /swift test [^\n]*--xunit-output \$\{GATE_OUT\}\/junit\.xml/
    try #require(plan.matches(of: usual).count == 2, "gate.yml runs the suites in another way")
    // As that of the suites: what is built is of HEAD.
    let build = "swift build --product gate && "
    try #require(plan.contains(build), "gate.yml starts the server in another way")
    let short = try plan.replacing(usual, with: OwnWavesTests.suite).replacing(build, with: "")
      .replacing(".build/debug/gate", with: "\(World.built)/gate")
    try world.write(short, to: "gate.yml")
    try await commit("a suite that a test can wait for", lane: "D")
    for (lane, files) in OwnWavesTests.work {
      try await sh("git checkout -q -b lane/\(lane.lowercased()) main")
      for file in files { try world.write("package let ownWave\(lane) = true\n", to: file) }
      if lane == "A" { try await addMigration() }
      try await commit("own wave: one commit of lane \(lane)", lane: lane)
    }
    try await sh("git checkout -q main")
  }

  @Test("wave 0 and wave 1 are open, each in its order of merging")
  func open() async throws {
    let orders = [0: ["D", "A", "B", "C"], 1: ["A", "B", "D"]]
    for (number, order) in orders.sorted(by: { $0.key < $1.key }) {
      let (report, code) = try await wave(number)
      let state = try #require(report.proof.states.first)
      #expect(code == 0 && report.verdict == "open" && report.wave == number, "\(report.text)")
      #expect(report.proof.lanes.map(\.lane) == order && state.lanes == order, "\(report.text)")
      #expect(report.proof.lanes.allSatisfy { $0.standing == "in" }, "\(report.text)")
      let passed = report.checks.filter { $0.outcome == "passed" }.map(\.id)
      for id in ["suite/unit", "migrations/verify"] + order.map({ "lane/\($0)" }) {
        #expect(passed.contains(id), "wave \(number): \(id)")
      }
      // Wave 0 says what is to be frozen; until `gate freeze` has done it, nothing holds a lane to it.
      let isFrozen = FileManager.default.fileExists(atPath: world.folder + "/Waves/frozen")
      #expect(report.checks.contains { $0.id.hasPrefix("freeze/") } == isFrozen, "wave \(number)")
      for name in [
        "every test passes", "a new instance migrates itself", "the dashboard shows agent status",
      ] {
        #expect(passed.contains("acceptance/\(name)") == (number == 1), "wave \(number): \(name)")
      }
      let words = "lanes \(order.joined(separator: ", ")) hold together"
      #expect(report.text.contains(words), "\(report.text)")
    }
  }

  @Test("a file of lane A on the branch of lane B shuts the wave, and is named")
  func foreignFile() async throws {
    let file = "Sources/Drivers/Postgres/OwnWave.swift"
    try await sh("git checkout -q lane/b")
    try world.write("package let ownWaveB = false\n", to: file)
    try await commit("own wave: lane B in lane A", lane: "B")
    try await sh("git checkout -q main")
    let (report, code) = try await wave(1)
    #expect(code == 1 && report.verdict == "shut", "\(report.text)")
    #expect(
      report.proof.lanes.map { "\($0.lane) \($0.standing)" } == ["A in", "B out", "D in"],
      "\(report.text)")
    let findings = report.checks.filter { $0.id == "lane/B" }.flatMap(\.findings)
    #expect(
      findings.map(\.rule) == ["lane-scope"] && findings.map(\.path) == [file], "\(report.text)")
  }

  /// Files inside each lane's own paths, in modules that are there and such as are still to come.
  private static let work = [
    ("A", ["Sources/Gate/Migrations/OwnWave.swift"]),
    ("B", ["Sources/Services/Monitor/OwnWave.swift"]),
    ("C", ["Sources/Services/Traces/OwnWave.swift"]),
    ("D", ["Sources/Gate/Waves/OwnWave.swift", "docs/own-wave.md"]),
  ]

  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
    .path

  /// What the suite runs in its working copy of the merged files.
  private static var suite: String {
    get throws {
      let path = ProcessInfo.processInfo.environment["PATH", default: ""]
      let compiler = try #require(
        path.split(separator: ":").map { "\($0)/swiftc" }
          .first { FileManager.default.isExecutableFile(atPath: $0) }, "swiftc is on PATH")
      return "find Sources Tests -name '*.swift' "
        + "-exec \(compiler) -frontend -parse -swift-version 6 {} + "
        + "&& \(World.built)/gatePackageTests.xctest --testing-library swift-testing "
        + "--filter GateWavesTests --xunit-output ${GATE_OUT}/junit.xml"
    }
  }

  private func addMigration() async throws {
    let written = try await sh("gate migrate new own_wave")
    let files = written.split(separator: "\n").compactMap { $0.split(separator: " ").last }
    try #require(files.count == 2, "\(written)")
    for file in files {
      let isUp = file.hasSuffix(".up.sql")
      try world.write(
        isUp ? "create table own_wave (id bigint primary key);\n" : "drop table own_wave;\n",
        to: String(file))
    }
  }

  private func commit(_ title: String, lane: String) async throws {
    let message = """
      \(title)

      Changes: one step of this lane, for a test.
      Risk: it stays in a clone that is removed with the test.
      Rollback: remove the branch.

      Lane: \(lane)
      """
    try world.write(message, to: "../message")
    try await sh("git add -A && git commit -q -F ../message")
  }

  private func wave(_ number: Int) async throws -> (Report, Int32) {
    let (output, code) = try await world.sh(
      "gate wave \(number) --format json 2> ../said > ../report; x=$?; cat ../said; exit $x")
    let data = try Data(contentsOf: URL(filePath: world.home + "/report"))
    do {
      var report = try JSONDecoder().decode(Report.self, from: data)
      report.text = try String(
        contentsOfFile: world.folder + "/reports/latest.md", encoding: .utf8)
      return (report, code)
    } catch {
      Issue.record("wave \(number), exit code \(code): \(output)")
      throw error
    }
  }

  @discardableResult
  private func sh(_ command: String) async throws -> String {
    let (output, code) = try await world.sh(command)
    try #require(code == 0, "\(command): \(output)")
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// What these tests read of a report in JSON.
private struct Report: Decodable {
  var verdict: String
  var wave: Int
  var checks: [Check]
  var proof: Proof
  /// The same in Markdown.
  var text = ""

  private enum CodingKeys: CodingKey { case verdict, wave, checks, proof }

  struct Check: Decodable {
    var id: String
    var outcome: String
    var findings: [Finding]
  }

  struct Finding: Decodable {
    var rule: String
    var path: String?
  }

  struct Proof: Decodable {
    var lanes: [Lane]
    var states: [State]
  }

  struct Lane: Decodable {
    var lane: String
    var standing: String
  }

  struct State: Decodable {
    var lanes: [String]
  }
}
