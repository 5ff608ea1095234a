import GateModel
import Git
import TestSupport
import Testing

@Suite("the merger", .timeLimit(.minutes(5)))
struct MergerTests {
  private let world: World

  init() async throws {
    world = try World()
    try await world.sh("git init -q -b main")
  }

  private func id(_ name: String) async throws -> ObjectID {
    let (output, _) = try await world.sh("git rev-parse '\(name)'")
    return try #require(ObjectID(String(output.prefix(40))), "\(output)")
  }

  private func twoSides(_ path: String, _ ours: String, _ theirs: String) async throws {
    try world.write("base\n", to: path)
    try await world.sh("git add -A && git commit -qm base && git checkout -qb theirs")
    try world.write(theirs, to: path)
    try await world.sh("git commit -qam theirs && git checkout -q main")
    try world.write(ours, to: path)
    try await world.sh("git commit -qam ours")
  }

  @Test("writes nothing in memory, and what git needs into the repository")
  func destinations() async throws {
    try await twoSides("a/f", "ours\nbase\n", "base\ntheirs\n")
    let (ours, theirs) = (try await id("main"), try await id("theirs"))
    let count = "git count-objects; git status --porcelain"
    let (before, _) = try await world.sh(count)
    var memory = try Merger(at: world.folder, writing: .memory)
    let merge = try memory.merge(ours, theirs)
    #expect(try await world.sh(count).output == before)
    let files = try memory.withRepository {
      try $0.diff(from: $0.tree(of: ours), to: merge.tree)
    }
    #expect(files.map(\.path) == [RepoPath("a/f")])
    let merged = try #require(files.first?.after?.id)
    #expect(
      try memory.withRepository { try $0.blob(merged, atMost: 100) }
        == Array("ours\nbase\ntheirs\n".utf8))

    var repository = try Merger(at: world.folder, writing: .repository)
    let person = Signature(
      name: "A <n> n", email: "ann@example.org", time: 1_700_000_000, offset: -90)
    let commit = try repository.writeCommit(
      tree: try repository.merge(ours, theirs).tree, parents: [ours, theirs], author: person,
      committer: person, message: "merged")
    let (shown, _) = try await world.sh("git show -s --format='%an|%ad|%P|%s' --date=iso \(commit)")
    #expect(shown == "A n n|2023-11-14 20:43:20 -0130|\(ours) \(theirs)|merged\n")
    #expect(try await world.sh("git fsck --strict \(commit)").code == 0)
  }

  @Test("merges work that is in no commit, as git would store it")
  func uncommitted() async throws {
    try await twoSides("a/f", "ours\nbase\n", "base\ntheirs\n")
    try world.write("one\n", to: "was")
    try world.write("*.log\n", to: ".gitignore")
    try world.write("l text eol=crlf\n", to: ".gitattributes")
    try await world.sh("git add -A && git commit -qm more")
    let (head, theirs) = (try await id("main"), try await id("theirs"))
    var merger = try Merger(at: world.folder, writing: .memory)
    let worktree = try Repository(at: world.folder)
    #expect(try merger.commitUncommitted(in: worktree, on: head) == nil)

    try await world.sh(
      """
      rm -r a && mkdir -p b/c && echo new > b/c/d && chmod +x b/c/d && ln -s b/c a && git add a
      printf '1\\r\\n' > l && mv was is && echo x > ignored.log && mkdir nested && git init -q nested
      """)
    let count = "git count-objects; git status --porcelain"
    let (before, _) = try await world.sh(count)
    let work = try #require(try merger.commitUncommitted(in: worktree, on: head))
    #expect(work.files.map(\.description) == ["a", "a/f", "b/c/d", "is", "l", "was"])
    #expect(try await world.sh(count).output == before)
    let entries = try merger.withRepository { repository in
      let tree = try repository.tree(of: work.commit)
      return try repository.paths(in: tree).map { path in
        let entry = try repository.entry(path, in: tree)
        let bytes = try entry?.id.flatMap { try repository.blob($0, atMost: 100) } ?? []
        return
          "\(path) \(entry.map { "\($0.kind)" } ?? "") \(String(decoding: bytes, as: UTF8.self))"
      }
    }
    #expect(
      entries == [
        ".gitattributes file l text eol=crlf\n", ".gitignore file *.log\n", "a symlink b/c",
        "b/c/d executable new\n", "is file one\n", "l file 1\n",
      ])
    let merge = try merger.merge(work.commit, theirs)
    #expect(
      merge.conflicts.map { $0.sentence(ours: "here", theirs: "there") }
        == [
          "here deleted `a/f`, which there changed",
          "`a` is a folder on one side and a file on the other",
        ])
  }

  /// Each line: attributes in the worktree, and those that git does not ask for a merge.
  @Test("asks .gitattributes where git does")
  func attributes() async throws {
    try await twoSides("f.txt", "ours\n", "theirs\n")
    let attributes = [
      "*.txt merge=union", "*.txt -merge", "*.txt conflict-marker-size=12", "*.txt binary", "",
    ]
    let pair = (try await id("main"), try await id("theirs"))
    for line in attributes {
      for place in [".gitattributes", ".git/info/attributes"] {
        try world.write(line, to: place)
        var merger = try Merger(at: world.folder, writing: .memory)
        let git = try await GitMerge.all([pair], in: world)
        #expect(GitMerge(try merger.merge(pair.0, pair.1)) == git[0], "\(line) in \(place)")
        try world.write("", to: place)
      }
    }
    // Only staged, then only in a commit.
    try world.write("*.txt merge=union", to: ".gitattributes")
    try await world.sh("git add .gitattributes && rm .gitattributes")
    let git = try await GitMerge.all([pair], in: world)
    var merger = try Merger(at: world.folder, writing: .memory)
    #expect(GitMerge(try merger.merge(pair.0, pair.1)) == git[0])
    try await world.sh("git clone -q --bare . ../bare.git")
    var bare = try Merger(at: world.home + "/bare.git", writing: .memory)
    #expect(try bare.merge(pair.0, pair.1) == merger.merge(pair.0, pair.1))
  }

  @Test("the newer commit of a submodule wins where the module is there")
  func submodules() async throws {
    let outcomes = try await world.sh(
      """
      git -C .. init -q sub && cd ../sub && for n in 1 2 3; do git commit -q --allow-empty -m $n; done
      cd ../shop && git clone -q ../sub m && git -C m checkout -q HEAD~2
      printf '[submodule "m"]\\n path = m\\n url = ../sub\\n' > .gitmodules
      git add -A && git commit -qm base && git checkout -qb theirs
      git -C m checkout -q origin/HEAD && git commit -qam theirs && git checkout -q main
      git -C m checkout -q origin/HEAD~1 && git commit -qam ours
      """)
    #expect(outcomes.code == 0, "\(outcomes.output)")
    let pair = (try await id("main"), try await id("theirs"))
    var merger = try Merger(at: world.folder, writing: .memory)
    let merge = try merger.merge(pair.0, pair.1)
    #expect(merge.isClean)
    #expect(GitMerge(merge) == (try await GitMerge.all([pair], in: world))[0])
    try await world.sh("rm -rf m")
    #expect(try merger.merge(pair.0, pair.1).conflicts.map(\.kind) == [.submodule])
  }

  @Test("says so where history or an object is missing, and where there is nothing in common")
  func missing() async throws {
    try await twoSides("a/f", "ours\n", "theirs\n")
    let pair = (try await id("main"), try await id("theirs"))
    try await world.sh(
      """
      git clone -q --depth 1 --no-single-branch file://$PWD ../shallow
      git checkout -q --orphan alone && git commit -qm alone
      cp -r .git ../damaged.git
      id=$(git rev-parse theirs:a/f); rm -f ../damaged.git/objects/${id%${id#??}}/${id#??}
      """)
    let alone = try await id("alone")
    func kind(_ folder: String, _ a: ObjectID, _ b: ObjectID) -> GitError.Kind? {
      do {
        var merger = try Merger(at: folder, writing: .memory)
        _ = try merger.merge(a, b)
        return nil
      } catch { return error.kind }
    }
    #expect(kind(world.home + "/shallow", pair.0, pair.1) == .shallow)
    #expect(kind(world.folder, pair.0, alone) == .noMergeBase)
    #expect(kind(world.home + "/damaged.git", pair.0, pair.1) == .corrupt)
  }

  @Test("names that are not UTF-8 are merged, and shown in digits")
  func bytes() async throws {
    try await world.sh(
      """
      f=$(printf 'a\\377/b\\376'); mkdir "${f%/*}"; echo base > "$f"; git add -A; git commit -qm base
      git checkout -qb theirs; echo theirs > "$f"; git commit -qam t
      git checkout -q main; echo ours > "$f"; git commit -qam o
      """)
    var merger = try Merger(at: world.folder, writing: .memory)
    let merge = try merger.merge(try await id("main"), try await id("theirs"))
    #expect(merge.conflicts.map(\.path.description) == [#"a\xFF/b\xFE"#])
    let (tree, _) = try await world.sh(
      "git merge-tree --write-tree $(git rev-parse main theirs) | head -1")
    #expect(tree == "\(merge.tree)\n")
  }

  @Test("a path deeper than any real one is an error, and no crash")
  func deep() async throws {
    let path = String(repeating: "d/", count: 600) + "f"
    var history = SampleHistory()
    let base = history.commit(SampleTree(["x": .init(content: "x")]), "base", parents: [])
    for side in ["ours", "theirs"] {
      _ = history.commit(SampleTree([path: .init(content: side)]), side, parents: [base])
    }
    let (world, tips) = try await history.world()
    var merger = try Merger(at: world.folder, writing: .memory)
    let (ours, theirs) = (try #require(tips["ours"]), try #require(tips["theirs"]))
    #expect(throws: GitError.self) { try merger.merge(ours, theirs) }
  }
}
