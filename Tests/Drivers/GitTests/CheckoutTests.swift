import GateModel
import Git
import TestSupport
import Testing

@Suite("a private working copy")
struct CheckoutTests {
  private let world: World
  private var copy: String { world.home + "/copy" }

  init() async throws {
    world = try World()
    try await world.sh(
      """
      git init -q -b main && mkdir -p src/deep && echo one > src/deep/a && ln -s a src/deep/link
      echo 'build/' > .gitignore && touch run.sh && chmod +x run.sh && git add -A && git commit -q -m one
      echo two > src/deep/a && git rm -q run.sh && git commit -q -a -m two
      """)
  }

  private func checkout(
    _ name: String = "HEAD", keep: [String] = [], isStaged: Bool = false
  ) throws {
    let repository = try Repository(at: world.folder)
    let commit = try repository.commit(named: name)
    let state = isStaged ? Checkout.State.index(on: commit) : .commit(commit)
    _ = try Checkout(
      of: state, from: repository.source, at: copy, keep: keep.map { try Glob($0) })
  }

  private func status() async throws -> String {
    try await world.sh("cd ../copy && git log -1 --format=%s && git status --short --ignored")
      .output
  }

  @Test("holds a commit, and the judged repository stays as it was")
  func holds() async throws {
    try await world.sh("echo dirty > src/deep/a; echo staged > s; git add s")
    let before = try await world.sh(
      "git status --porcelain; cat .git/HEAD; git worktree list; git count-objects")
    try checkout("HEAD~1")
    #expect(try await status() == "one\n")
    #expect(
      try await world.sh("cd ../copy && cat src/deep/link && test -x run.sh").output == "one\n")
    try checkout()
    #expect(try await status() == "two\n")
    let after = try await world.sh(
      "git status --porcelain; cat .git/HEAD; git worktree list; git count-objects")
    #expect(before.output == after.output)
  }

  @Test("what is staged, on top of its commit")
  func staged() async throws {
    try await world.sh("echo staged > src/deep/a; git add -A; echo worktree > src/deep/a")
    try checkout(isStaged: true)
    #expect(try await status() == "two\nM  src/deep/a\n")
    #expect(try await world.sh("cat ../copy/src/deep/a").output == "staged\n")
  }

  @Test("files that stay the same are not written again, whoever made them")
  func incremental() async throws {
    try checkout()
    let (before, _) = try await world.sh(
      "cd ../copy && stat -c '%y %i' src/deep/link .gitignore src/deep/a")
    try await world.sh("sleep 0.02; rm -rf ../copy/.git/index")
    try checkout()
    let (after, _) = try await world.sh(
      "cd ../copy && stat -c '%y %i' src/deep/link .gitignore src/deep/a")
    #expect(before == after)
  }

  @Test("leftovers of an earlier command do not decide, and links lead nowhere")
  func leftovers() async throws {
    try checkout()
    try await world.sh(
      """
      mkdir ../victim && echo precious > ../victim/a && mkdir ../victim/deep && cp ../victim/a ../victim/deep/a
      cd ../copy && git config core.worktree "$HOME/victim" && git update-index --assume-unchanged src/deep/a
      echo tampered > src/deep/a && mkdir -p build/x locked && touch build/x/y locked/z && chmod 0 locked
      touch "$(printf 'bad\\377name')" && ln -s /etc etc && mkfifo pipe
      """)
    try checkout()
    #expect(try await status() == "two\n")
    #expect(
      try await world.sh("cat ../copy/src/deep/a; ls -A ../copy").output
        == "two\n.git\n.gitignore\nsrc\n")
    // A folder, a file and the repository itself become ways out of the working copy.
    try await world.sh(
      """
      cd ../copy && rm -rf .git src && ln -s "$HOME/victim" .git && ln -s "$HOME/victim" src
      """)
    try checkout()
    try await world.sh("rm ../copy/src/deep/a && ln -s \"$HOME/victim/a\" ../copy/src/deep/a")
    try checkout()
    try await world.sh("rm ../copy/src/deep/a && ln \"$HOME/victim/a\" ../copy/src/deep/a")
    try checkout()
    #expect(try await status() == "two\n")
    #expect(
      try await world.sh("cat ../victim/a ../victim/deep/a; ls ../victim").output
        == "precious\nprecious\na\ndeep\n")
  }

  @Test("what is to be kept is kept")
  func kept() async throws {
    try checkout()
    try await world.sh(
      "cd ../copy && mkdir -p build/x src/build web/node_modules/a && touch build/x/y src/build/z web/node_modules/a/b web/c"
    )
    try checkout(keep: ["build/", "web/node_modules/"])
    #expect(
      try await world.sh("cd ../copy && find build src web -type f | sort").output
        == "build/x/y\nsrc/deep/a\nweb/node_modules/a/b\n")
  }

  @Test("a commit that is not there is an error")
  func missing() async throws {
    let repository = try Repository(at: world.folder)
    let id = try #require(ObjectID(String(repeating: "a", count: 40)))
    #expect(throws: GitError.self) {
      _ = try Checkout(of: .commit(id), from: repository.source, at: copy, keep: [])
    }
  }
}
