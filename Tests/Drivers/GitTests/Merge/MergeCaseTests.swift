import GateModel
import Git
import TestSupport
import Testing

@Suite("one merge of each kind", .timeLimit(.minutes(5)))
struct MergeCaseTests {
  /// Both sides' changes to a base; nil takes a file away.
  struct Case {
    var name: String
    var base: [String: String]
    var ours: [String: String?]
    var theirs: [String: String?]
    /// What the conflicts say.
    var says: [String] = []
  }

  private static let long = (1...20).map { "line \($0)\n" }.joined()
  private static let edited = long.replacing("line 3\n", with: "ours 3\n")
  private static let other = long.replacing("line 3\n", with: "theirs 3\n")
  private static let end = long.replacing("line 20\n", with: "end\n")

  private static let cases = [
    Case(
      name: "both edit, far apart", base: ["f": long], ours: ["f": edited], theirs: ["f": end]),
    Case(name: "both do the same", base: ["f": long], ours: ["f": end], theirs: ["f": end]),
    Case(
      name: "both edit one line", base: ["f": long], ours: ["f": "more\n" + edited],
      theirs: ["f": other],
      says: ["O and T both changed `f`: line 4 of O and line 3 of T"]),
    Case(
      name: "both add", base: ["x": "x"], ours: ["f": "a\nb\n"], theirs: ["f": "a\nc\n"],
      says: ["O and T both added `f`: line 2 of O and line 2 of T"]),
    Case(
      name: "one deletes, one edits", base: ["f": long], ours: ["f": nil], theirs: ["f": end],
      says: ["O deleted `f`, which T changed"]),
    Case(
      name: "an edit follows a rename", base: ["f": long], ours: ["f": nil, "g": edited],
      theirs: ["f": end]),
    Case(
      name: "one renames, one deletes", base: ["f": long, "h": "h"], ours: ["f": nil, "g": long],
      theirs: ["f": nil], says: ["T deleted `f`, which O renamed to `g`"]),
    Case(
      name: "both rename, apart", base: ["f": long], ours: ["f": nil, "g": long],
      theirs: ["f": nil, "h": long],
      says: Array(repeating: "O renamed `f` to `g`, T to `h`", count: 3)),
    Case(
      name: "two files to one path", base: ["f": long, "g": edited + end],
      ours: ["f": nil, "x": end], theirs: ["g": nil, "x": edited + end, "f": edited],
      says: ["O and T both added `x`: before line 20 of O and lines 20-39 of T"]),
    Case(
      name: "a file added to a renamed folder", base: ["d/f": long, "d/g": end],
      ours: ["d/f": nil, "d/g": nil, "e/f": long, "e/g": end], theirs: ["d/h": "new\n"],
      says: ["`d/h` was added to a folder that the other side renamed; should it be `e/h`?"]),
    Case(
      name: "a folder split in two", base: ["d/f": long, "d/g": end],
      ours: ["d/f": nil, "d/g": nil, "e/f": long, "c/g": end], theirs: ["d/h": "new\n"],
      says: ["`d` was split into several folders; a file was added to it meanwhile"]),
    Case(
      name: "a file and a folder", base: ["x": "x"], ours: ["p": "file\n"],
      theirs: ["p/q": "in it\n"], says: ["`p` is a folder on one side and a file on the other"]),
    Case(
      name: "a link and a file", base: ["x": "x"], ours: ["p": "file\n"], theirs: ["p": "->x"],
      says: Array(repeating: "`p` is of different types on both sides", count: 2)),
    Case(
      name: "a link to two places", base: ["p": "->x"], ours: ["p": "->y"], theirs: ["p": "->z"],
      says: ["O and T point the link `p` to different places"]),
    Case(
      name: "a submodule apart", base: ["m": "@1"], ours: ["m": "@2"], theirs: ["m": "@3"],
      says: ["O and T moved the submodule `m` apart"]),
    Case(
      name: "a binary file", base: ["b": "\0a"], ours: ["b": "\0b"], theirs: ["b": "\0c"],
      says: ["O and T both changed `b`, which has no lines"]),
    Case(
      name: "one may be run, one edits", base: ["f": long], ours: ["f": "!" + long],
      theirs: ["f": end]),
    Case(
      name: "lines that end in CR LF", base: ["f": "a\r\nb\r\nc\r\n"],
      ours: ["f": "a\r\nx\r\nc\r\n"],
      theirs: ["f": "a\r\ny\r\nc"],
      says: ["O and T both changed `f`: lines 2-3 of O and lines 2-3 of T"]),
    Case(
      name: "no line end at the end", base: ["f": "a\nb"], ours: ["f": "a\nc"],
      theirs: ["f": "a\nd"], says: ["O and T both changed `f`: line 2 of O and line 2 of T"]),
  ]

  @Test("each is git's merge, and says what is wrong with it")
  func kinds() async throws {
    var history = SampleHistory()
    for (number, sample) in Self.cases.enumerated() {
      let base = history.commit(Self.tree(sample.base, [:]), "\(number)/base", parents: [])
      for (side, changes) in [("ours", sample.ours), ("theirs", sample.theirs)] {
        _ = history.commit(
          Self.tree(sample.base, changes), "\(number)/\(side)", parents: [base])
      }
    }
    let (world, tips) = try await history.world()
    let pairs = try Self.cases.indices.map {
      (try #require(tips["\($0)/ours"]), try #require(tips["\($0)/theirs"]))
    }
    let expected = try await GitMerge.all(pairs, in: world)
    var merger = try Merger(at: world.folder, writing: .memory)
    for (number, sample) in Self.cases.enumerated() {
      let merge = try merger.merge(pairs[number].0, pairs[number].1)
      #expect(GitMerge(merge) == expected[number], "\(sample.name)")
      #expect(
        merge.conflicts.map { $0.sentence(ours: "O", theirs: "T") } == sample.says,
        "\(sample.name)")
    }
  }

  /// `->x` is a link, `@1` a submodule at a commit of ones, `!…` a file that may be run.
  private static func tree(_ base: [String: String], _ changes: [String: String?]) -> SampleTree {
    let files = base.merging(changes.compactMapValues { $0 }) { $1 }
      .filter { changes[$0.key] != .some(nil) }
    return SampleTree(
      files.mapValues { text in
        if text.hasPrefix("->") {
          return SampleTree.File(mode: "120000", content: String(text.dropFirst(2)))
        }
        if text.hasPrefix("@") {
          let commit = String(repeating: String(text.dropFirst()), count: 40)
          return SampleTree.File(mode: "160000", content: commit)
        }
        if text.hasPrefix("!") {
          return SampleTree.File(mode: "100755", content: String(text.dropFirst()))
        }
        return SampleTree.File(content: text)
      })
  }
}
