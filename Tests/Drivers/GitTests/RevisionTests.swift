import GateModel
import Git
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("revisions, and why there is none")
struct RevisionTests {
  private let world: World

  init() async throws {
    world = try World()
    try await world.sh(
      """
      git init -q -b main && mkdir -p a/b && echo x > a/b/c && git add -A && git commit -q -m one
      git branch lane/a && git tag v1 && echo y > d && git add d && git commit -q -m two
      """)
  }

  private func error(_ body: () throws -> Void) -> GitError? {
    do { try body() } catch { return error as? GitError }
    return nil
  }

  private func open(_ folder: String) throws(GitError) -> ObjectID {
    let repository = try Repository(at: folder)
    return try repository.commit(named: "HEAD")
  }

  @Test("a repository is found from a subfolder, a linked worktree and bare")
  func places() async throws {
    try await world.sh(
      "git worktree add -q ../tree lane/a; git clone -q --bare . ../bare.git; mkdir ../tree/x")
    let head = try open(world.folder)
    #expect(try open(world.folder + "/a/b") == head)
    #expect(try open(world.home + "/bare.git") == head)
    let linked = try Repository(at: world.home + "/tree/x")
    let (top, branch, tip) = (
      linked.workingTree, linked.currentBranch, try linked.commit(named: "HEAD")
    )
    #expect(top == world.home + "/tree/" && branch == "lane/a" && tip != head)
    let bare = try Repository(at: world.home + "/bare.git")
    let (none, tree) = (bare.workingTree, try bare.tree(of: head))
    #expect(none == nil)
    #expect(error { _ = try bare.worktreeChanges(from: tree) }?.kind == .bare)
    // The name of a private working copy is the repository's.
    let names = [
      try Repository(at: world.folder).source.name, linked.source.name, bare.source.name,
    ]
    #expect(names == ["shop", "shop", "bare"])
  }

  @Test("names mean what they mean to git")
  func names() async throws {
    let repository = try Repository(at: world.folder)
    for name in ["HEAD", "HEAD~1", "main", "lane/a", "v1", "main^", "HEAD^{commit}"] {
      let (id, _) = try await world.sh("git rev-parse '\(name)^{commit}'")
      let found = try repository.commit(named: name).description
      #expect(found == id.trimmed, "\(name)")
    }
    let a = try repository.commit(named: "lane/a")
    let base = try #require(
      repository.mergeBases(a, repository.commit(named: "main")).first)
    #expect(base == a)
  }

  @Test("each way of not finding a commit has its own words")
  func errors() async throws {
    let repository = try Repository(at: world.folder)
    let near = error { _ = try repository.commit(named: "lane/b") }
    #expect(near?.kind == .unknownRevision && near?.message.contains("`lane/a`") == true)
    for name in ["nothing-like-it", "", "-x", "HEAD:a/b/c", "HEAD~9"] {
      #expect(error { _ = try repository.commit(named: name) }?.kind == .unknownRevision, "\(name)")
    }
    #expect(error { _ = try Repository(at: world.home) }?.kind == .notARepository)
    #expect(error { _ = try Repository(at: world.home + "/none") }?.kind == .notARepository)
    try await world.sh(
      "git init -q -b main ../empty; git checkout -q --orphan alone; git commit -qm o")
    #expect(error { _ = try open(world.home + "/empty") }?.kind == .unbornBranch)
    let (alone, main) = (
      try repository.commit(named: "alone"), try repository.commit(named: "main")
    )
    #expect(error { _ = try repository.mergeBases(alone, main) }?.kind == .noMergeBase)
  }

  @Test("a shallow clone says how to deepen it")
  func shallow() async throws {
    try await world.sh(
      """
      git tag -d v1 && git checkout -q lane/a && echo z > e && git add e && git commit -qm three && git checkout -q main
      git clone -q --depth 1 --no-single-branch "file://$PWD" ../thin
      """)
    let thin = try Repository(at: world.home + "/thin")
    let isShallow = thin.isShallow
    #expect(isShallow)
    let (a, b) = (
      try thin.commit(named: "origin/main"), try thin.commit(named: "origin/lane/a")
    )
    let missing = error { _ = try thin.mergeBases(a, b) }
    #expect(missing?.kind == .shallow && missing?.hint?.contains("--unshallow") == true)
    #expect(error { _ = try thin.commit(named: "HEAD~1") }?.kind == .shallow)
  }

  @Test("a shallow clone answers for what lies inside it, also from a linked worktree")
  func insideShallow() async throws {
    try await world.sh(
      """
      git switch -q lane/a && git commit -qm other --allow-empty && git switch -q main
      git clone -q --depth 1 "file://$PWD" ../thin && cd ../thin && git switch -qc lane/b
      echo 1 > f && git add f && git commit -qm b1 && git switch -qc side && git commit -qm s --allow-empty
      git switch -q lane/b && git commit -qm b2 --allow-empty && git merge -q --no-ff -m m side
      git switch -q main && git commit -qm moved --allow-empty && git worktree add -q ../linked lane/b
      git fetch -q --depth 1 origin lane/a:other
      """)
    for folder in ["/thin", "/linked"] {
      let thin = try Repository(at: world.home + folder)
      let names = ["lane/b", "main", "other", "main~1"]
      let ids = try names.map { name in try thin.commit(named: name) }
      let (lane, main, other, root) = (ids[0], ids[1], ids[2], ids[3])
      let (isShallow, base) = (thin.isShallow, try thin.mergeBases(main, lane).first)
      #expect(isShallow && base == root)
      let isInside = try thin.isAncestor(root, of: lane)
      #expect(isInside)
      for start in [root, main] {
        let messages = try thin.commits(from: start, to: lane).map(\.message)
        let order = messages.map(\.trimmed)
        #expect(order.first == "b1" && order.last == "m" && Set(order) == ["b1", "b2", "s", "m"])
      }
      // Where the two part was not fetched.
      #expect(error { _ = try thin.mergeBases(other, lane) }?.kind == .shallow)
      let walk = error { _ = try thin.commits(from: other, to: lane) }
      #expect(walk?.kind == .shallow && walk?.hint?.contains("--unshallow") == true)
    }
  }

  @Test("a damaged object is told as such")
  func damage() async throws {
    let (blob, _) = try await world.sh("git rev-parse HEAD:d")
    let path = ".git/objects/\(blob.prefix(2))/\(blob.trimmed.dropFirst(2))"
    try await world.sh("chmod u+w \(path) && echo garbage > \(path)")
    let repository = try Repository(at: world.folder)
    let id = try #require(ObjectID(blob.trimmed))
    #expect(error { _ = try repository.blob(id, atMost: 100) }?.kind == .corrupt)
    try await world.sh("rm -f .git/objects/\(try tree(repository).prefix(2))/*")
    #expect(error { _ = try files(repository) }?.kind == .corrupt)
  }

  private func tree(_ repository: borrowing Repository) throws -> String {
    try repository.tree(of: repository.commit(named: "HEAD")).description
  }

  private func files(_ repository: borrowing Repository) throws -> [RepoPath] {
    try repository.paths(in: repository.tree(of: repository.commit(named: "HEAD")))
  }

  @Test("a repository of another user is refused with the way out", .enabled(if: getuid() == 0))
  func owner() async throws {
    let (output, code) = try await world.sh("chown -R 12345 . && gate check")
    #expect(code == 2 && output.contains("belongs to another user"))
    #expect(output.contains("git config --global --add safe.directory"))
  }
}
