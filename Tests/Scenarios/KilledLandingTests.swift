import Foundation
import TestSupport
import Testing

/// Kills the real command at every call by which landing changes a file, and looks at what is left.
@Suite("a landing that is killed", .timeLimit(.minutes(5)))
struct KilledLandingTests {
  private let world: World

  init() async throws {
    world = try World()
    let files = [
      "gate.yml":
        "version: 1\nproject: shop\ngatekeeper: D\nprofiles: {full: [rules]}\ndescription: {sections: {}}\n",
      "Lanes/A.yml": "lane: A\nbranch: lane/a\nowns: [a/**]\n",
      "Lanes/B.yml": "lane: B\nbranch: lane/b\nowns: [b/**]\n",
      "Lanes/D.yml":
        "lane: D\nbranch: lane/d\nowns: [gate.yml, .gitignore, mine/**, Lanes/**, Waves/**]\n",
      "Waves/1.yml": "wave: 1\nlanes: {A: [x], B: [y]}\n", ".gitignore": "/reports/\n",
      "a/changes": "one\n", "a/goes": "gone\n", "a/runs": "#!/bin/sh\n", "a/opens": "a file\n",
      "mine/edited": "one\n", "mine/staged": "one\n",
    ]
    for (path, text) in files { try world.write(text, to: path) }
    try await sh(
      """
      git init -q -b main && git add -A && git commit -q -m base
      git checkout -q -b lane/b main; mkdir b; echo b > b/f; git add -A; git commit -q -m b
      git checkout -q -b lane/a main; echo two >> a/changes; git rm -q a/goes a/opens; chmod +x a/runs
      mkdir -p a/opens a/deep/er; echo c > a/opens/f; echo d > a/deep/er/f; ln -s f a/opens/link
      git add -A; git commit -q -m a
      """)
  }

  @Test("only the branch moves: before or after, never between, and the next run says which")
  func everyCall() async throws {
    try await sh("git checkout -q --detach main")
    try await killEverywhere()
  }

  @Test("the branch is checked out: git moves it with its files")
  func checkedOut() async throws {
    try await sh("git checkout -q main")
    try await killEverywhere()
  }

  @Test(
    "git is killed where it brings the files along, alone or with the gate: the next landing ends it"
  )
  func gitToo() async throws {
    try await sh("git checkout -q main")
    let from = try await sh("git rev-parse main")
    try writeGit("strace -f -o $HOME/calls -e trace=\(gitCalls.joined(separator: ","))", "")
    try await sh("PATH=$HOME/bin:$PATH gate wave 1 --land")
    let to = try await sh("git rev-parse main")
    let trace = try await sh("cat ../calls").split(separator: "\n")
    let first = try #require(trace.firstIndex { $0.contains("gate-index.lock") })
    var kills = 0
    for call in gitCalls {
      let number = trace[..<first].count { $0.contains(" \(call)(") }
      let more = trace[first...].count { $0.contains(" \(call)(") }
      for number in (number + 1)..<(number + 1 + more) {
        let place = "\(call) \(number)"
        try await sh("git reset -q --hard \(from) && git update-ref -d refs/notes/gate; \(edits)")
        let staged = try await sh("git diff --cached --name-only")
        let isAlone = number.isMultiple(of: 3)
        try writeGit(
          "strace -o /dev/null -e trace=\(call) -e inject=\(call):signal=KILL:when=\(number)",
          isAlone ? "" : "kill -9 $PPID")
        let killed = try await world.sh("PATH=$HOME/bin:$PATH gate wave 1 --land 2>&1")
        // Git does not make as many calls each time: files as old as the index are looked into.
        if killed.code == 0 {
          try await expectLanded(at: to, place)
          continue
        }
        kills += 1
        // What is left of git has the lock of the landing until it is gone.
        try await sh("flock -w 60 .git/gate/landing.lock true")
        #expect(try await sh("git rev-parse main") == to, "\(place): \(killed.output)")
        if isAlone {
          #expect(killed.output.contains("main has moved to"), "\(place): \(killed.output)")
          // Nothing of the wave is staged; what a person has staged is.
          #expect(try await sh("git diff --cached --name-only") == staged, "\(place)")
        } else {
          // What is in between cannot be committed.
          let committed = try await world.sh("git commit -q -a -m between 2>&1")
          #expect(committed.code != 0, "\(place)")
        }
        let (output, _) = try await world.sh("gate wave 1 --land 2>&1")
        #expect(output.contains("it is finished now"), "\(place): \(output)")
        try await expectLanded(at: to, place)
      }
    }
    #expect(kills > 10, "\(kills) kills")
  }

  @Test("a file is half written, another is a person's: the first is mended, the second is kept")
  func halfWritten() async throws {
    try await sh("git checkout -q main; \(edits)")
    try writeGit("false", "printf tw > a/changes; kill -9 $PPID")
    _ = try await world.sh("PATH=$HOME/bin:$PATH gate wave 1 --land 2>&1")
    try await sh("printf mine > a/changes; mkdir -p a/deep/er; : > a/deep/er/f")
    let refused = try await world.sh("gate wave 1 --land 2>&1")
    #expect(refused.code == 2 && refused.output.contains("a/changes"), "\(refused.output)")
    #expect(try await sh("cat a/changes") == "mine")
    try await sh("git checkout -q HEAD -- a/changes")
    let ended = try await world.sh("gate wave 1 --land 2>&1").output
    #expect(ended.contains("it is finished now"), "\(ended)")
    try await expectLanded(at: sh("git rev-parse main"), "half written")
  }

  /// Puts a `git` first on the path that runs another program where files are brought along, and what follows
  /// where that ends badly.
  private func writeGit(_ program: String, _ otherwise: String) throws {
    let git = """
      #!/bin/sh
      case "$*" in *read-tree*-n* | *read-tree*-i*) ;; *read-tree*)
        \(program) /usr/bin/git "$@" && exit 0
        \(otherwise.isEmpty ? ":" : otherwise)
        exit 1 ;;
      esac
      exec /usr/bin/git "$@"
      """
    try world.write(git, to: "../bin/git")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: world.home + "/bin/git")
  }

  /// What a person has begun on the base, and no lane touches.
  private let edits =
    "echo mine >> mine/edited; echo mine >> mine/staged; git add mine/staged"

  /// By which git changes files.
  private let gitCalls = ["openat", "write", "unlink", "rename", "mkdir", "rmdir", "symlink"]

  private func killEverywhere() async throws {
    let from = try await sh("git rev-parse main")
    // What a landing writes, from its beginning to its end, once the merges are there.
    _ = try await world.sh("gate wave 1")
    _ = try await world.sh(
      "strace -o ../calls -e trace=\(calls.joined(separator: ",")) gate wave 1 --land")
    let to = try await sh("git rev-parse main")
    #expect(from != to)
    let trace = try await sh("cat ../calls").split(separator: "\n")
    let first = try #require(trace.firstIndex { $0.contains("landing.json") })
    var (before, after) = (0, 0)
    for call in calls {
      var number = 1 + trace[..<first].count { $0.hasPrefix("\(call)(") }
      while true {
        try await sh(
          """
          if git symbolic-ref -q HEAD; then git reset -q --hard \(from); \(edits); else
          git update-ref refs/heads/main \(from); fi; git update-ref -d refs/notes/gate
          """)
        let killed = try await world.sh(
          "strace -o /dev/null -e trace=\(call) -e inject=\(call):signal=KILL:when=\(number) gate wave 1 --land"
        )
        // So many calls are not made any more.
        if killed.code == 0 { break }
        // Git goes on where it was started already.
        try await sh("while pgrep -f '[g]it.* read-tree .*\(to)'; do sleep 0.05; done")
        let tip = try await sh("git rev-parse main")
        #expect([from, to].contains(tip), "\(call) \(number)")
        if tip == from { before += 1 } else { after += 1 }
        let wasMarked = FileManager.default.fileExists(atPath: marker)
        // Who only looks changes nothing, and says it.
        if wasMarked {
          let (output, _) = try await world.sh("gate wave 1 2>&1")
          #expect(output.contains("`gate wave 1 --land` ends it"), "\(call) \(number): \(output)")
        }
        #expect(FileManager.default.fileExists(atPath: marker) == wasMarked, "\(call) \(number)")
        #expect(try await sh("git rev-parse main") == tip, "\(call) \(number)")
        let (ended, _) = try await world.sh("gate wave 1 --land --lanes A,B 2>&1")
        #expect(ended.contains("was cut off") == wasMarked, "\(call) \(number): \(ended)")
        try await expectLanded(at: to, "\(call) \(number)")
        number += 1
      }
    }
    #expect(before > 2 && after > 2, "\(before) before, \(after) after")
  }

  private func expectLanded(at commit: String, _ place: String) async throws {
    #expect(try await sh("git rev-parse main") == commit, "\(place)")
    #expect(!FileManager.default.fileExists(atPath: marker), "\(place)")
    let refs = try await sh("git for-each-ref --format='%(refname)'").split(separator: "\n")
    #expect(
      refs.map(String.init) == [
        "refs/heads/lane/a", "refs/heads/lane/b", "refs/heads/main", "refs/notes/gate",
      ], "\(place)")
    let left = try await sh(
      "find .git \\( -name '*.lock' -o -name gate-index \\) -not -name landing.lock")
    #expect(left == "", "\(place)")
    let isCheckedOut = try await world.sh("git symbolic-ref -q HEAD").code == 0
    let edited = isCheckedOut ? "M mine/edited\nM  mine/staged" : ""
    #expect(try await sh("git status --short") == edited, "\(place)")
    #expect(
      try await sh("git notes --ref gate show main | grep -c gate-report/1") == "1", "\(place)")
  }

  private var marker: String { world.folder + "/.git/gate/landing.json" }

  /// By which a file can come, go, or change: killed at the beginning of each, every state in between is seen.
  private let calls = [
    "rename", "link", "unlink", "mkdir", "ftruncate", "write", "fchmod", "chmod",
  ]

  @discardableResult
  private func sh(_ command: String) async throws -> String {
    let (output, code) = try await world.sh(command)
    try #require(code == 0, "\(command): \(output)")
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
