import Foundation
import TestSupport
import Testing

@Suite("reports in the lanes' own worktrees", .timeLimit(.minutes(5)))
struct LaneReportTests {
  @Test("a lane's worktree speaks for that lane alone, and only in plain files")
  func forged() async throws {
    let world = try await Serving.world()
    let made = try await world.sh(
      """
      set -e
      git worktree add -qb lane/a ../a; git worktree add -qb lane/b ../b
      cd ../a; mkdir shop; echo 1 > shop/1; git add -A; git commit -qm 'shop: the work'
      gate check --base main > /dev/null 2>&1 || true
      cd reports
      name=$(ls *.json | grep -v latest)
      sed 's/"lane": *"A"/"lane": "B"/' "$name" > forged.json
      grep -q '"lane": *"B"' forged.json
      mkfifo pipe.json; head -c 5000000 /dev/zero > large.json
      head -c 100 "$name" > half.json; ln -s nowhere link.json
      """)
    try #require(made.code == 0, "\(made.output)")
    let serving = try await Serving(world)
    defer { kill(serving.process, SIGKILL) }
    var page = try await serving.curl(serving.url).body
    func card(_ lane: String) -> Substring {
      let start = page.range(of: "data-key=\"card-\(lane)\"")?.upperBound ?? page.startIndex
      let end = page[start...].range(of: "</li>")?.lowerBound ?? page.endIndex
      return page[start..<end]
    }
    #expect(card("A").contains("by the lane itself"), "\(card("A"))")
    #expect(card("B").contains("Not judged yet."), "\(card("B"))")
    // The same file counts in the main worktree.
    _ = try await world.sh("mkdir -p reports; cp ../a/reports/forged.json reports/other.json")
    try await Task.sleep(for: .seconds(3))
    page = try await serving.curl(serving.url).body
    #expect(!card("B").contains("Not judged yet."), "\(card("B"))")
    #expect(!card("B").contains("by the lane itself"), "\(card("B"))")
    await serving.stop()
  }
}
