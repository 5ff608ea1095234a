import GateModel
import Git
import TestSupport
import Testing

@Suite("linked worktrees, and what would be lost with them")
struct LinkedWorktreeTests {
  private let world: World
  private var tree: String { world.home + "/tree" }

  init() async throws {
    world = try World()
    try await world.sh(
      """
      git init -q -b main && mkdir a z && echo x > a/f && echo long enough > a/g && echo cut > z/cut
      printf '*.db\\nbuild/\\n/tools/*\\n' > .gitignore; echo 'z/cut filter=cut' > .gitattributes
      git add -A && git commit -q -m one
      """)
  }

  @Test("what is ignored is told: files, and whole folders as one")
  func ignored() async throws {
    try await world.sh(
      """
      git worktree add -q ../tree && cd ../tree && mkdir -p a/build/x d tools empty && touch a/build/x/1 a/build/2
      touch data.db d/inner.db tools/t untracked; echo y > a/f; printf x > "$(printf 'caf\\351.db')"
      """)
    let files = try Repository(at: tree).ignoredFiles().map(\.description)
    #expect(
      files.filter { !$0.hasPrefix("caf") } == ["a/build/", "d/inner.db", "data.db", "tools/t"])
    #expect(files.count == 5, "a name that is no UTF-8")
    #expect(try Repository(at: world.folder).ignoredFiles() == [])
  }

  @Test("a worktree whose making was killed is told, with what somebody put into it")
  func killed() async throws {
    // The filter kills git and itself.
    try await world.sh(
      """
      git config filter.cut.smudge 'kill -9 0'; setsid git worktree add -q --lock --reason why ../tree 2> /dev/null
      git worktree add -q ../whole --no-checkout; true
      """)
    let worktrees = try Repository(at: world.folder).worktrees()
    #expect(worktrees.map(\.isWhole) == [true, false, false])
    #expect(worktrees.map(\.lock) == [nil, "why", nil])
    #expect(worktrees.map(\.branch) == ["main", "tree", "whole"])
    func others() throws -> [String] {
      try Repository(at: tree).filesBesideHead().map(\.description)
    }
    #expect(try others() == [])
    try await world.sh("cd ../tree && mkdir -p a && printf 'long' > a/g && echo x > a/f")
    #expect(try others() == [], "a file that was not written to its end")
    try await world.sh("cd ../tree && echo longer than that > a/g && touch d.db new")
    #expect(try others() == ["a/g", "d.db", "new"])
    try await world.sh("rm -r ../tree")
    let gone = try Repository(at: world.folder).worktrees()[1]
    #expect(!gone.isThere && gone.lock == "why")
  }
}
