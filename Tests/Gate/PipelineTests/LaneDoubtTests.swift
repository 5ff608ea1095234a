import GateModel
import GatePipeline
import Testing

@Suite("a branch that is not known")
struct LaneDoubtTests {
  @Test("is named as each command takes it")
  func advice() throws {
    let lane = try #require(LaneID("C"))
    let table: [(LaneDoubt.Kind, wave: String, start: String)] = [
      (
        .noPattern, "add one, or name its branch: --lanes C=…",
        "add one, or name its branch: gate lanes start C=…"
      ),
      (
        .several(["c/1", "c/2"]), "name one: --lanes C=c/1", "name one: gate lanes start C=c/1"
      ),
      (
        .parted(["c", "origin/c"]), "bring them together, or name one: --lanes C=c",
        "bring them together, or name one: gate lanes start C=c"
      ),
      (
        .none(try Glob("lane/*/c")),
        "start it with `gate lanes start C=lane/…`, or leave the lane out with --lanes",
        "name one: gate lanes start C=lane/…"
      ),
      (
        .none(try Glob("lane/c*")),
        "start it with `gate lanes start C`, or leave the lane out with --lanes",
        "name one: gate lanes start C=lane/c…"
      ),
    ]
    for (kind, wave, start) in table {
      let doubt = LaneDoubt(lane: lane, kind: kind)
      #expect(doubt.advice() == wave)
      #expect(doubt.advice(for: "gate lanes start") == start)
    }
  }
}
