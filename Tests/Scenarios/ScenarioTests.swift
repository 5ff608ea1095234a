import Foundation
import TestSupport
import Testing

private let here = URL(filePath: #filePath).deletingLastPathComponent()
private let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

private func names() -> [String] {
  let files = try? FileManager.default.contentsOfDirectory(
    atPath: here.appending(path: "cases").path)
  // None: the first test below fails.
  return (files ?? []).filter { $0.hasSuffix(".txt") }.sorted()
}

@Suite("scenarios: the real command in a real repository")
struct ScenarioTests {
  @Test("there are scenarios") func exist() { #expect(names().count >= 30) }

  @Test("scenario", arguments: names())
  func scenario(_ name: String) async throws {
    let file = here.appending(path: "cases/\(name)")
    let stored = try String(contentsOf: file, encoding: .utf8)
    let scenario = Scenario(parsing: stored)
    let world = try World()
    for (path, text) in scenario.files { try world.write(text, to: path) }
    try await world.sh(
      "git init -q -b main && git add -A && git commit -q -m base --allow-empty")
    var outputs: [String] = []
    for step in scenario.steps {
      let output = try await shown(step.command, in: world)
      outputs.append(output)
      if !isRecording { #expect(output == step.expected, "\(name): $ \(step.command)") }
    }
    let text = scenario.text(recording: outputs)
    guard isRecording, text != stored else { return }
    try Data(text.utf8).write(to: file)
    Issue.record("recorded \(name)")
  }

  /// What a command prints on both streams, without ids and times, and its exit code where not 0.
  private func shown(_ command: String, in world: World) async throws -> String {
    let (output, code) = try await world.sh(command)
    var text = output.replacing(world.folder, with: "<repo>")
    text = text.replacing(world.home, with: "<home>")
    text.replace(/gate\/shop-[0-9a-f]+/, with: "gate/shop-<hash>")
    text.replace(/\b[0-9a-f]{40}\b|\b[0-9a-f]{10}\b/, with: "<id>")
    text.replace(/\bwave-[0-9]+-[0-9a-f]{16}\b/, with: "wave-<id>")
    text.replace(/\b20[0-9-]+T[0-9:]+Z\b/, with: "<date>")
    text.replace(/\b[0-9.]+ (ms|s)\b|\b[0-9]+[.][0-9]+s\b/, with: "<time>")
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    if code != 0 { text += code < 0 ? "? signal\n" : "? \(code)\n" }
    return Scenario.trimmed(text)
  }
}
