import Foundation
import TestSupport
import Testing

@Suite("what the page shows of the repository", .timeLimit(.minutes(5)))
struct RepositoryViewTests {
  @Test("conflicts that cannot be looked at are not known, and are looked at again")
  func conflicts() async throws {
    try await withServer { serving in
      let steps = [
        ("true", "Fewer than two lanes have changes."),
        ("echo 'version: none' > gate.yml; git commit -qam 'plan: broken'", "Not known:"),
        ("true", "Not known:"),
        ("git reset -q --hard HEAD~1", "Fewer than two lanes have changes."),
      ]
      for (command, words) in steps {
        #expect(try await serving.world.sh(command).code == 0)
        let page = try await serving.curl(serving.url).body
        #expect(page.contains(words), "\(command): \(page.suffix(600))")
      }
    }
  }

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
      proof='"wave": 1, "proof": {"strategy": "merge", "id": "1", "lanes": [], "culprits": [], "states": []}'
      sed 's/"lane": *"A"/"lane": "A", '"$proof"'/' "$name" > wave.json
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
    #expect(page.contains("not proved yet"))
    // The same files count in the main worktree.
    _ = try await world.sh(
      "mkdir -p reports; cp ../a/reports/forged.json ../a/reports/wave.json reports")
    try await Task.sleep(for: .seconds(3))
    page = try await serving.curl(serving.url).body
    #expect(!card("B").contains("Not judged yet."), "\(card("B"))")
    #expect(!card("B").contains("by the lane itself"), "\(card("B"))")
    #expect(!page.contains("not proved yet"))
    await serving.stop()
  }
}
