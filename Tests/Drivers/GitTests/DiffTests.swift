import GateModel
import Git
import TestSupport
import Testing

@Suite("what differs between two commits")
struct DiffTests {
  private let world: World

  init() async throws {
    world = try World()
    try await world.sh("git init -q -b main")
  }

  private func commit(_ message: String) async throws {
    try await world.sh("git add -A && git commit -q --allow-empty -m '\(message)'")
  }

  private func files() throws -> [ChangedFile] {
    let repository = try Repository(at: world.folder)
    return try repository.diff(
      from: repository.tree(of: repository.commit(named: "HEAD~1")),
      to: repository.tree(of: repository.commit(named: "HEAD")))
  }

  /// As `git diff --name-status` writes it.
  private func words(_ files: [ChangedFile]) -> [String] {
    files.map { file in
      switch file.status {
      case .added: "A\t\(file.path)"
      case .deleted: "D\t\(file.path)"
      case .modified: "M\t\(file.path)"
      case .typeChanged: "T\t\(file.path)"
      case .renamed: "R\t\(file.oldPath?.description ?? "")\t\(file.path)"
      }
    }
  }

  @Test("agrees with git on every kind of change")
  func kinds() async throws {
    let long = (0..<60).map { "line \($0)\n" }.joined()
    for name in ["same.txt", "edited.txt", "moved.txt", "alike.txt", "kind.txt", "dir/deep/a.txt"] {
      try world.write(name + "\n" + long, to: name)
    }
    try world.write("x", to: "gone.txt")
    try await world.sh("printf 'a\\0b' > binary; ln -s same.txt link; touch mode.sh")
    try await commit("base")
    try await world.sh(
      """
      echo more >> edited.txt; git mv moved.txt elsewhere.txt; rm gone.txt binary; touch new.txt
      git mv alike.txt dir/alike2.txt; echo more >> dir/alike2.txt
      rm kind.txt; ln -s same.txt kind.txt; ln -sf edited.txt link; chmod +x mode.sh
      printf 'not the same' > "$(printf 'byte\\377name')"; rm -r dir/deep; echo file > dir/deep
      git init -q sub && git -C sub commit -q --allow-empty -m s && git add sub
      """)
    try await commit("head")
    let (output, _) = try await world.sh(
      "git -c core.quotePath=false diff --name-status -M HEAD~1 HEAD | sed 's/^R[0-9]*/R/'")
    let expected = output.split(separator: "\n").map(String.init).filter { !$0.contains("byte") }
    let found = words(try files()).filter { !$0.contains("byte") }
    #expect(found.sorted() == expected.sorted())
    #expect(try files().contains { $0.path.description == #"byte\xFFname"# && $0.status == .added })
    #expect(try files().first { $0.path == RepoPath("sub") }?.after?.kind == .submodule)
  }

  @Test("agrees with git's added and removed lines")
  func lines() async throws {
    try world.write((0..<200).map { "line \($0)\n" }.joined(), to: "a.txt")
    try world.write("one\r\ntwo\r\nno end", to: "b.txt")
    try await world.sh("printf 'a\\0b\\n' > c.bin")
    try await commit("base")
    try await world.sh(
      """
      sed -i -e '3d' -e '50,60s/line/LINE/' -e '120a inserted' a.txt; printf 'last' >> a.txt
      printf 'one\\r\\nTWO\\r\\nno end\\n' > b.txt; echo x >> c.bin
      """)
    try await commit("head")
    let (output, _) = try await world.sh("git diff --numstat HEAD~1 HEAD")
    let repository = try Repository(at: world.folder)
    let (base, head) = (
      try repository.tree(of: repository.commit(named: "HEAD~1")),
      try repository.tree(of: repository.commit(named: "HEAD"))
    )
    let files = try repository.diff(from: base, to: head)
    let contents = RepositoryContents(
      repository: repository, baseTree: base, head: .tree(head), files: files)
    for file in files {
      let hunks = try contents.hunks(of: file)
      let (added, removed) = (
        hunks.reduce(0) { $0 + $1.added.count }, hunks.reduce(0) { $0 + $1.removed.count }
      )
      let isText = file.path.pathExtension == "txt"
      let row = isText ? "\(added)\t\(removed)\t\(file.path)" : "-\t-\t\(file.path)"
      #expect(output.contains(row), "\(row)")
      #expect(isText || hunks.isEmpty)
    }
    let first = try contents.hunks(of: files[0])
    #expect(first.first?.removed == [Hunk.Line(number: 3, text: "line 2")])
    #expect(first.last?.added == [Hunk.Line(number: 201, text: "last")])
  }

  @Test("thousands of files that came and went are no endless comparison")
  func manyUnalike() async throws {
    let stream = { (name: String, from: String) in
      """
      { printf 'commit refs/heads/main\\ncommitter a <a@b> 1 +0000\\ndata 1\\nx\\n\(from)'
      for i in $(seq 5000); do printf 'M 100644 inline \(name)%d\\ndata <<E\\n\(name)%d\\nE\\n' $i $i; done
      } | git fast-import --quiet --force
      """
    }
    try await world.sh(stream("old", ""))
    try await world.sh(stream("new", "from refs/heads/main^0\\ndeleteall\\n"))
    let found = try files()
    #expect(found.count == 10_000)
    #expect(found.allSatisfy { $0.status == .added || $0.status == .deleted })
  }
}
