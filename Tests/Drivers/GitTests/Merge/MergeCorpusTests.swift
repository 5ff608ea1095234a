import GateModel
import Git
import TestSupport
import Testing

@Suite("merges are git's merges", .timeLimit(.minutes(5)))
struct MergeCorpusTests {
  /// `GATE_FUZZ` tries more of them.
  @Test(
    "fuzz: of histories made at random, criss-cross ones too, the same tree and the same stages")
  func corpus() async throws {
    let cases = 0..<Fuzz.iterations
    let (world, tips) = try await MergeCorpus(cases).history.world()
    let pairs = try cases.map { number in
      (
        try #require(tips["\(number)/ours"]), try #require(tips["\(number)/theirs"])
      )
    }
    let expected = try await GitMerge.all(pairs, in: world)
    #expect(expected.count == pairs.count)
    var merger = try Merger(at: world.folder, writing: .memory)
    var (differences, known) = ([String](), 0)
    for (number, pair) in pairs.enumerated() {
      guard let git = expected[number] else { continue }
      known += 1
      let own = GitMerge(try merger.merge(pair.0, pair.1))
      if own != git, !git.isBroken(beside: own) {
        differences.append("case \(number): \(own)\n  git: \(git)")
      }
    }
    #expect(
      differences.isEmpty, "\(differences.count):\n\(differences.prefix(5).joined(separator: "\n"))"
    )
    #expect(known > pairs.count * 9 / 10)
  }
}
