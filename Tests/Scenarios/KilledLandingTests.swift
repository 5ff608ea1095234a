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
      "Lanes/D.yml": "lane: D\nbranch: lane/d\nowns: [gate.yml, .gitignore, Lanes/**, Waves/**]\n",
      "Waves/1.yml": "wave: 1\nlanes: {A: [x], B: [y]}\n", ".gitignore": "/reports/\n",
    ]
    for (path, text) in files { try world.write(text, to: path) }
    try await sh(
      """
      git init -q -b main && git add -A && git commit -q -m base
      for l in a b; do git checkout -q -b lane/$l main; mkdir $l; echo $l > $l/f; git add -A
      git commit -q -m $l; done
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
          if git symbolic-ref -q HEAD; then git reset -q --hard \(from); else
          git update-ref refs/heads/main \(from); fi; git update-ref -d refs/notes/gate
          """)
        let killed = try await world.sh(
          "strace -o /dev/null -e trace=\(call) -e inject=\(call):signal=KILL:when=\(number) gate wave 1 --land"
        )
        // So many calls are not made any more.
        if killed.code == 0 { break }
        // Git goes on where it was started already.
        try await sh("while pgrep -f '[g]it merge --ff-only.*\(to)'; do sleep 0.05; done")
        let tip = try await sh("git rev-parse main")
        #expect([from, to].contains(tip), "\(call) \(number)")
        if tip == from { before += 1 } else { after += 1 }
        let wasMarked = FileManager.default.fileExists(atPath: marker)
        let (output, _) = try await world.sh("gate wave 1 2>&1")
        #expect(
          output.contains("the landing of wave 1 was cut off") == wasMarked,
          "\(call) \(number): \(output)")
        #expect(try await sh("git rev-parse main") == tip, "\(call) \(number)")
        #expect(!FileManager.default.fileExists(atPath: marker), "\(call) \(number)")
        let refs = try await sh("git for-each-ref --format='%(refname)'").split(separator: "\n")
        let notes = tip == to ? ["refs/notes/gate"] : []
        #expect(
          refs.map(String.init) == ["refs/heads/lane/a", "refs/heads/lane/b", "refs/heads/main"]
            + notes,
          "\(call) \(number)")
        let locks = try await sh("find .git -name '*.lock' -not -name landing.lock")
        #expect(locks == "", "\(call) \(number)")
        #expect(try await sh("git status --short") == "", "\(call) \(number)")
        // What is left can be landed, or is.
        let again = try await world.sh("gate wave 1 --land")
        #expect(tip == to || again.code == 0, "\(call) \(number): \(again.output)")
        #expect(try await sh("git rev-parse main") == to, "\(call) \(number)")
        #expect(try await sh("git notes --ref gate show main | grep -c gate-report/1") == "1")
        number += 1
      }
    }
    #expect(before > 2 && after > 2, "\(before) before, \(after) after")
  }

  private var marker: String { world.folder + "/.git/gate/landing.json" }

  /// By which a file can come, go, or change.
  private let calls =
    [
      "rename", "link", "unlink", "mkdir", "fsync", "ftruncate", "write", "close", "fchmod",
      "chmod",
    ]

  @discardableResult
  private func sh(_ command: String) async throws -> String {
    let (output, code) = try await world.sh(command)
    try #require(code == 0, "\(command): \(output)")
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
