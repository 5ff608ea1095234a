import Foundation
import Subprocess
import SystemPackage
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
  @Test("there are scenarios") func exist() { #expect(names().count >= 12) }

  @Test("scenario", arguments: names())
  func scenario(_ name: String) async throws {
    let file = here.appending(path: "cases/\(name)")
    let stored = try String(contentsOf: file, encoding: .utf8)
    let scenario = Scenario(parsing: stored)
    let home = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
    let folder = home.appending(path: "shop")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }  // A leftover harms nobody.
    for (path, text) in scenario.files {
      let target = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: target)
    }
    _ = try await shell(
      "git init -q -b main && git add -A && git commit -q -m base --allow-empty", folder)
    var outputs: [String] = []
    for step in scenario.steps {
      let output = try await shell(step.command, folder)
      outputs.append(output)
      if !isRecording { #expect(output == step.expected, "\(name): $ \(step.command)") }
    }
    let text = scenario.text(recording: outputs)
    guard isRecording, text != stored else { return }
    try Data(text.utf8).write(to: file)
    Issue.record("recorded \(name)")
  }

  /// What a command prints on both streams, without ids and times, and its exit code where not 0.
  private func shell(_ command: String, _ folder: URL) async throws -> String {
    let product = Bundle.main.bundleURL.deletingLastPathComponent().path
    let built = here.deletingLastPathComponent().deletingLastPathComponent().appending(
      path: ".build/debug")
    let path = "\(built.path):\(product):/usr/local/bin:/usr/bin:/bin"
    let result = try await run(
      .path("/bin/sh"), arguments: ["-c", command],
      environment: .custom([
        "PATH": path, "HOME": folder.deletingLastPathComponent().path, "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
        "GIT_COMMITTER_NAME": "ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
      ]),
      workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 20),
      error: .combinedWithOutput)
    var text = result.standardOutput.replacing(folder.path, with: "<repo>")
    text = text.replacing(folder.deletingLastPathComponent().path, with: "<home>")
    text.replace(/gate\/shop-[0-9a-f]+/, with: "gate/shop-<hash>")
    text.replace(/\b[0-9a-f]{40}\b|\b[0-9a-f]{10}\b/, with: "<id>")
    text.replace(/\b[0-9.]+ (ms|s)\b|\b[0-9]+[.][0-9]+s\b/, with: "<time>")
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    switch result.terminationStatus {
    case .exited(0): break
    case .exited(let code): text += "? \(code)\n"
    default: text += "? signal\n"
    }
    return Scenario.trimmed(text)
  }
}
