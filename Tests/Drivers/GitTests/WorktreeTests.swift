import Git
import TestSupport
import Testing

@Suite("working trees, and what git is in the middle of", .timeLimit(.minutes(5)))
struct WorktreeTests {
  private let world: World

  init() async throws {
    world = try World()
    try await world.sh(
      """
      git init -q -b main && echo 1 > f && git add f && git commit -q -m one
      git checkout -q -b lane/a && echo 2 > f && git commit -q -a -m two
      git checkout -q main && echo 3 > f && git commit -q -a -m three && git checkout -q lane/a
      git tag lane/b && git update-ref refs/remotes/origin/lane/b main
      """)
  }

  @Test("what is under way is named, with the branch that HEAD may hide")
  func operations() async throws {
    let table: [(command: String, name: String?, isHidden: Bool)] = [
      ("true", nil, false), ("git rebase main", "rebase", true),
      ("git rebase --apply main", "rebase", true), ("git merge main", "merge", false),
      ("git cherry-pick main", "cherry-pick", false), ("git revert main", "revert", false),
      (
        "git bisect start && git bisect bad && git bisect good HEAD~1 && git checkout -q HEAD~1",
        "bisect", true
      ),
    ]
    for (command, name, isHidden) in table {
      try await world.sh("\(command) > /dev/null 2>&1")
      let place = try #require(try Repository(at: world.folder).worktrees().first)
      #expect(place.operation?.name == name, "\(command)")
      #expect((place.branch == nil) == isHidden, "\(command): \(place.branch ?? "none")")
      #expect(place.heldBranch == "lane/a", "\(command)")
      if let operation = place.operation {
        let (output, code) = try await world.sh(operation.ending(in: world.folder))
        #expect(code == 0, "\(command): \(output)")
      }
      #expect(try Repository(at: world.folder).worktrees().first?.operation == nil, "\(command)")
    }
  }

  @Test("a name means a ref: a branch before a remote's, that before a tag")
  func refs() throws {
    let repository = try Repository(at: world.folder)
    let table: [(name: String, ref: String?)] = [
      ("lane/a", "refs/heads/lane/a"), ("heads/lane/a", "refs/heads/lane/a"),
      ("refs/heads/lane/a", "refs/heads/lane/a"), ("HEAD", "refs/heads/lane/a"),
      ("origin/lane/b", "refs/remotes/origin/lane/b"), ("lane/b", "refs/tags/lane/b"),
      ("lane/a~1", nil), ("nowhere", nil),
    ]
    for (name, ref) in table {
      let found = repository.ref(named: name)
      #expect(found == ref, "\(name)")
    }
    #expect(branchName(ofRef: "refs/remotes/origin/lane/b") == "lane/b")
    #expect(branchName(ofRef: "refs/tags/lane/b") == nil)
  }
}
