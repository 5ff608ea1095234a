import GateModel
import TestSupport
import Testing

@testable import Git

@Suite("uncommitted work")
struct UncommittedTests {
  private let world: World

  init() async throws {
    world = try World()
    try await world.sh(
      """
      git init -q -b main && mkdir -p src/deep && for i in $(seq 300); do echo $i > src/deep/f$i; done
      ln -s deep src/link && git add -A && git commit -q -m one
      """)
  }

  private func paths(atMost limit: Int = 9) throws -> [String] {
    let repository = try Repository(at: world.folder)
    let head = try repository.tree(of: repository.commit(named: "HEAD"))
    guard let search = repository.searchUncommitted() else { return [] }
    return try repository.uncommitted(search, head: head, atMost: limit)?.map(\.description)
      ?? ["cannot be told"]
  }

  @Test("is found by content, in the worktree and in the index", arguments: [2, 3, 4])
  func kinds(version: Int) async throws {
    try await world.sh("git update-index --index-version \(version)")
    if version == 3 { try await world.sh("touch new && git add -N new && git rm -q --cached new") }
    #expect(try paths() == [])
    try await world.sh("touch src/deep/*; echo untracked > src/new")
    #expect(try paths() == [], "a touched file is no change")
    try await world.sh("echo x > src/deep/f7; rm src/deep/f8; ln -sfn other src/link")
    #expect(try paths() == ["src/deep/f7", "src/deep/f8", "src/link"])
    #expect(try paths(atMost: 1).count == 1)
    try await world.sh("git checkout -q . && echo y > src/deep/f9 && git add src/deep/f9")
    #expect(try paths() == ["src/deep/f9"], "what is staged is not committed")
    try await world.sh("git commit -q -m two")
    #expect(try paths() == [])
  }

  @Test("an edit of the same size in the same moment as the index is seen")
  func racy() async throws {
    for round in 1...20 {
      try await world.sh(
        "echo a\(round % 10) > src/deep/f1; git add -A; git commit -q -m r; echo b\(round % 10) > src/deep/f1"
      )
      #expect(try paths() == ["src/deep/f1"])
    }
  }

  @Test("a split index is no answer")
  func split() async throws {
    try await world.sh("git update-index --split-index; echo x > src/deep/f7")
    let file = try #require(FileOnDisk.readWhole(world.folder + "/.git/index"))
    #expect(IndexFile(file) == nil)
    #expect(try paths() == ["cannot be told"])
  }

  @Test("fuzz: no index is read past its end")
  func fuzzIndex() async throws {
    var seeds: [[UInt8]] = []
    for version in [2, 4] {
      try await world.sh("git update-index --index-version \(version)")
      seeds.append(try #require(FileOnDisk.readWhole(world.folder + "/.git/index")))
    }
    let words = ["TREE", "link", "\0\0\0\u{1}", "DIRC"]
    let failures = Fuzz(seeds: seeds, words: words).failures(ofBytes: { input in
      guard let index = IndexFile(input) else { return nil }
      let longest = index.entries.map { index.path(of: $0).utf8.count }.max() ?? 0
      return longest > 4 * input.count ? "a path longer than the file" : nil
    })
    #expect(failures.isEmpty, "\(failures.map { $0.reason })")
  }
}
