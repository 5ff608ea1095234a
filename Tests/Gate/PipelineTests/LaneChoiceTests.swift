import GateModel
import Testing

@testable import GatePipeline

@Suite("lanes that were asked for")
struct LaneChoiceTests {
  private let project: Project
  private let wave: Wave

  init() throws {
    let ids = try ["A", "B", "Core"].map { try #require(LaneID($0)) }
    wave = Wave(number: 2, merge: [ids[2], ids[0]])
    project = Project(lanes: ids.map { Lane(id: $0) }, waves: [wave])
  }

  @Test("come once each, in the order of merging or of the plan, with the branches that were named")
  func order() throws {
    for (text, isOfWave, expected) in [
      (nil, false, "A B Core"), (nil, true, "Core A"), ("B,A", false, "A B"),
      ("A=fix/a,Core", true, "Core A=fix/a"), ("A,A", true, "A"), ("A=x,A=x", false, "A=x"),
      ("", false, ""),
    ] as [(String?, Bool, String)] {
      let found = try project.lanes(text.map(LaneChoice.list), of: isOfWave ? wave : nil)
      let words = found.map { "\($0.lane.id)" + ($0.branch.map { "=\($0)" } ?? "") }
      #expect(words.joined(separator: " ") == expected, "\(text ?? "all")")
    }
  }

  @Test("are told from what is no lane there, and from one with two branches")
  func errors() {
    for (text, isOfWave, message) in [
      ("Coe", false, "the plan has no lane `Coe`; did you mean `Core`?"),
      ("B", true, "wave 2 has no lane `B`; "),
      ("A=x,A", false, "lane A is named with two branches"),
    ] {
      let error = #expect(throws: UsageError.self) {
        _ = try project.lanes(LaneChoice.list(text), of: isOfWave ? wave : nil)
      }
      #expect(error?.message.hasPrefix(message) == true, "\(text): \(error?.message ?? "")")
    }
    let error = #expect(throws: UsageError.self) { _ = try project.wave(asked: 1) }
    #expect(error?.message == "the plan has no wave 1; it has 2")
  }
}
