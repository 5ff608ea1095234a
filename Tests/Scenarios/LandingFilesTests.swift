import Foundation
import TestSupport
import Testing

/// Lands where the files cannot go along at once, and looks at what a person can do and what the next run does.
@Suite("a landing whose files are behind", .timeLimit(.minutes(5)))
struct LandingFilesTests {
  private let world: World
  private let from: String

  init() async throws {
    let world = try World()
    let files = [
      "gate.yml":
        "version: 1\nproject: shop\ngatekeeper: D\nprofiles: {full: [rules]}\ndescription: {sections: {}}\n",
      "Lanes/A.yml": "lane: A\nbranch: lane/a\nowns: [a/**]\n",
      "Lanes/D.yml":
        "lane: D\nbranch: lane/d\nowns: [gate.yml, .gitignore, .gitattributes, Lanes/**, Waves/**]\n",
      "Waves/1.yml": "wave: 1\nlanes: {A: [x]}\n", ".gitignore": "/reports/\n",
      ".gitattributes": "*.big filter=big\n", "a/changes": "one\n", "a/goes": "gone\n",
      "a/runs": "#!/bin/sh\n",
    ]
    for (path, text) in files { try world.write(text, to: path) }
    let (output, code) = try await world.sh(
      """
      git init -q -b main && git add -A && git commit -q -m base
      git checkout -q -b lane/a; echo two >> a/changes; git rm -q a/goes; chmod +x a/runs; echo z > a/z.big
      mkdir a/new; echo n > a/new/f; git add -A; git commit -q -m a; git checkout -q main
      git config filter.big.required true; git config filter.big.clean cat
      git config filter.big.smudge 'test -e ~/filter && cat'; git rev-parse main
      """)
    try #require(code == 0, "\(output)")
    self.world = world
    from = output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test("a filter fails: what is missing is not staged, and comes once the filter works")
  func filter() async throws {
    let refused = try await world.sh("gate wave 1 --land 2>&1")
    #expect(refused.code == 2 && refused.output.contains("main has moved to"), "\(refused.output)")
    let to = try await sh("git rev-parse main")
    #expect(to != from)
    for _ in 0..<2 {
      #expect(try await world.sh("git commit -q -m between 2>&1").code == 1)
      #expect(try await sh("git rev-parse main; git diff --cached --name-only") == to)
      let again = try await world.sh("gate wave 1 --land 2>&1")
      #expect(again.code == 2 && !again.output.contains("finished"), "\(again.output)")
    }
    // One that a person has written meanwhile.
    try await sh("echo mine > a/changes; touch ~/filter")
    let kept = try await world.sh("gate wave 1 --land 2>&1")
    #expect(kept.code == 2 && kept.output.contains("a/changes"), "\(kept.output)")
    #expect(try await sh("cat a/changes") == "mine")
    try await sh("git checkout -q a/changes")
    let ended = try await world.sh("gate wave 1 --land 2>&1").output
    #expect(ended.contains("it is finished now"), "\(ended)")
    try await expectClean()
  }

  @Test("the index cannot be written either: the lock stays, and the next landing ends it")
  func index() async throws {
    try writeGit("*read-tree*-n*) ;; *read-tree*) exit 1 ;;")
    _ = try await world.sh("PATH=$HOME/bin:$PATH gate wave 1 --land 2>&1")
    #expect(try await world.sh("git commit -q -a -m between 2>&1").code == 128)
    try await sh("touch ~/filter")
    let ended = try await world.sh("gate wave 1 --land 2>&1").output
    #expect(ended.contains("it is finished now"), "\(ended)")
    try await expectClean()
  }

  @Test("the wave was taken back in the meantime: that is said")
  func takenBack() async throws {
    _ = try await world.sh("gate wave 1 --land 2>&1")
    let to = try await sh("git rev-parse main")
    try await sh("touch ~/filter; git commit -q -a -m back")
    let (output, _) = try await world.sh("gate wave 1 --land 2>&1")
    #expect(output.contains("see what became of the wave: git diff \(to.prefix(10))"), "\(output)")
    #expect(!output.contains("finished"), "\(output)")
  }

  @Test("the folder has another name by then")
  func renamed() async throws {
    try writeGit("*read-tree*-n*) ;; *read-tree*) kill -9 $PPID; exit 1 ;;")
    try await sh("touch ~/filter")
    _ = try await world.sh("PATH=$HOME/bin:$PATH gate wave 1 --land 2>&1")
    try await sh(
      "cp -a . ../renamed && rm -rf ../renamed/../elsewhere && mv ../renamed ../elsewhere")
    // What was there is another repository now.
    let marker = try await sh(
      "sed 's,\"worktree\":\"[^\"]*\",\"worktree\":\"/nowhere\",' .git/gate/landing.json")
    try world.write(marker, to: "../elsewhere/.git/gate/landing.json")
    let ended = try await world.sh("gate wave 1 --land -C ../elsewhere 2>&1").output
    #expect(ended.contains("it is finished now"), "\(ended)")
    #expect(try await sh("cd ../elsewhere && git status --short; ls .git | grep lock; true") == "")
  }

  @Test("a linked worktree has another name by then: it is asked for")
  func linkedRenamed() async throws {
    try writeGit("*read-tree*-n*) ;; *read-tree*) kill -9 $PPID; exit 1 ;;")
    try await sh("touch ~/filter; git checkout -q --detach; git worktree add -q ../linked main")
    _ = try await world.sh("PATH=$HOME/bin:$PATH gate wave 1 --land 2>&1")
    try await sh("mv ../linked ../moved")
    let refused = try await world.sh("gate wave 1 --land 2>&1")
    #expect(
      refused.code == 2 && refused.output.contains("git worktree repair"), "\(refused.output)")
    #expect(FileManager.default.fileExists(atPath: world.folder + "/.git/gate/landing.json"))
    try await sh("git worktree repair ../moved")
    let ended = try await world.sh("gate wave 1 --land 2>&1").output
    #expect(ended.contains("it is finished now"), "\(ended)")
    #expect(try await sh("git -C ../moved status --short; find .git -name index.lock") == "")
  }

  @Test("the note of what was meant is gone, or cannot be removed: it has landed all the same")
  func marker() async throws {
    try await sh("touch ~/filter")
    try writeGit("*read-tree*-n*) ;; *read-tree*) rm .git/gate/landing.json ;;")
    let gone = try await world.sh("PATH=$HOME/bin:$PATH gate wave 1 --land 2>&1")
    #expect(gone.code == 0 && gone.output.contains("landed: main is at"), "\(gone.output)")
    try await sh("git reset -q --hard \(from) && git update-ref -d refs/notes/gate")
    let stays = try await world.sh(
      "strace -o /dev/null -P $PWD/.git/gate/landing.json -e trace=unlink -e inject=unlink:error=EIO gate wave 1 --land 2>&1"
    )
    #expect(stays.code == 2 && stays.output.contains("main has moved to"), "\(stays.output)")
    #expect(!stays.output.contains("not landed"), "\(stays.output)")
    let ended = try await world.sh("gate wave 1 --land 2>&1").output
    #expect(ended.contains("it is finished now"), "\(ended)")
    try await expectClean()
  }

  /// Puts a `git` first on the path that does something else in these cases.
  private func writeGit(_ cases: String) throws {
    try world.write(
      "#!/bin/sh\ncase \"$*\" in \(cases) esac\nexec /usr/bin/git \"$@\"\n", to: "../bin/git")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: world.home + "/bin/git")
  }

  private func expectClean() async throws {
    #expect(
      try await sh("git status --short; find .git -name index.lock -o -name 'gate-index*'") == "")
    #expect(!FileManager.default.fileExists(atPath: world.folder + "/.git/gate/landing.json"))
    #expect(
      try await sh("cat a/z.big a/new/f; test -x a/runs; ls a/goes 2>/dev/null; true") == "z\nn")
  }

  @discardableResult
  private func sh(_ command: String) async throws -> String {
    let (output, code) = try await world.sh(command)
    try #require(code == 0, "\(command): \(output)")
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
