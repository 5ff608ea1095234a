import Foundation
import TestSupport
import Testing

/// The page in Chromium, driven by Browser/page.py. `GATE_SCREENSHOTS=/a/folder` keeps what was seen.
@Suite("the page", .serialized, .timeLimit(.minutes(5)))
struct PageTests {
  @Test(
    "in a browser",
    arguments: ["live", "trouble", "plain", "keyboard", "accessible", "hostile", "lost"])
  func browser(_ mode: String) async throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let python = root.appending(path: ".build/venv/bin/python3").path
    try #require(
      FileManager.default.isExecutableFile(atPath: python),
      "\(python) is missing: `make test` installs it (or `make venv`)")
    let world = try await PageTests.world()
    let socket = "gate-page-\(UUID().uuidString)"
    let pane =
      mode == "hostile"
      ? "printf '\\033]2;[ ! ] Action Required <img src=x onerror=alert(3)>\\007'; exec sleep 100"
      : "exec sleep 100"
    try world.write("\(pane)\n", to: "../pane.sh")
    try world.write("set -g remain-on-exit on\n", to: "../tmux.conf")
    // One that nothing is known of, and one that has ended.
    let started = try await world.sh(
      """
      tmux -u -L \(socket) -f ../tmux.conf new-session -d -s agents 'sh ../pane.sh' \
        && tmux -L \(socket) set-option -p -t agents:0 @gate_lane D \
        && tmux -L \(socket) new-window -d -t agents:1 'exit 3' \
        && tmux -L \(socket) set-option -p -t agents:1 @gate_lane E
      """)
    try #require(started.code == 0, "\(started.output)")
    let serving = try await Serving(world, arguments: "--tmux \(socket)")
    let folder = ProcessInfo.processInfo.environment["GATE_SCREENSHOTS"] ?? "-"
    let more = mode == "lost" ? "\(serving.process)" : folder
    let script = tests.appending(path: "Browser/page.py").path
    let answer = try await world.sh(
      "timeout -k 5 120 \(python) -B \(script) \(serving.url) ~/.local/state/gate/*/keys.json \(mode) \(more)"
    )
    await serving.stop()
    _ = try await world.sh("tmux -L \(socket) kill-server; rm -f /tmp/tmux-$(id -u)/\(socket)")
    #expect(answer.code == 0, "\(answer.output.prefix(2000))\n\(serving.log.suffix(1000))")
    #expect(!serving.log.contains("error gate:"), "\(serving.log)")
  }

  /// Nine lanes in two waves: two that collide, one with a file of another, names that are markup, and a
  /// report that is shut.
  private static func world() async throws -> World {
    let world = try await Serving.world()
    let lanes = [
      ("A", "The shop <script>alert('title')</script>"), ("B", "The till"), ("C", "The shelves"),
      ("E", "The cellar"), ("F", "The window"), ("G", "The letters"), ("H", "The books"),
      ("I", "The yard"),
    ]
    for (id, title) in lanes {
      let branch = id == "B" ? "lane/b\"><img/src=x/onerror=alert(1)>" : "lane/\(id.lowercased())"
      let folder = ["A": "shop", "B": "till"][id] ?? "rooms/\(id.lowercased())"
      let shared = ["A", "B"].contains(id) ? ", shared/\(id.lowercased())/**" : ""
      try world.write(
        "lane: \(id)\ntitle: \"\(title)\"\nbranch: '\(branch)'\nowns: [/\(folder)/**\(shared)]\n",
        to: "Lanes/\(id).yml")
    }
    try world.write(
      "wave: 2\ntitle: The rest\nafter: 1\nlanes: {C: [a], E: [b], F: [c], G: [d], H: [e], I: [f]}\nmerge: [C, E, F, G, H, I]\n",
      to: "Waves/2.yml")
    let made = try await world.sh(
      """
      set -e
      sed -i 's/A: {kind: claude}/A: {kind: claude}\\n  D: {kind: codex}/' gate.yml
      echo one > list.txt; git add -A; git commit -qm 'plan: more lanes'
      for lane in a 'b"><img/src=x/onerror=alert(1)>'; do
        git checkout -qb "lane/$lane" main
        echo "$lane" > list.txt; mkdir -p shop till; echo x > shop/1; echo y > till/1
        echo z > "till/<img src=x onerror=alert('path')>.txt"
        git add -A; git commit -qm "shop: the work"
      done
      git checkout -q lane/a
      gate check --base main > /dev/null 2>&1 || true
      git checkout -q main
      """)
    try #require(made.code == 0, "\(made.output)")
    return world
  }
}
