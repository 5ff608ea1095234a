import Foundation
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import ITerm2
@testable import ITerm2Fake

private let root = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../..").standardizedFileURL
private let here = URL(filePath: #filePath).deletingLastPathComponent()

/// Runs a script beside this file with iTerm2's own package for Python.
private func python(
  _ script: String, home: String, input: String = ""
) async throws -> [Substring] {
  let python = root.appending(path: ".build/venv/bin/python3").path
  try #require(
    FileManager.default.isExecutableFile(atPath: python),
    "\(python) is missing: `make test` installs it (or `make venv`)")
  let result = try await run(
    .path(FilePath(python)), arguments: [here.appending(path: script).path],
    environment: .custom([
      "HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ITERM2_COOKIE": "cookie",
      "ITERM2_KEY": "key", "PYTHONDONTWRITEBYTECODE": "1",
    ]), input: .string(input), output: .string(limit: 1 << 20), error: .combinedWithOutput)
  try #require(result.terminationStatus == .exited(0), "\(result.standardOutput)")
  return result.standardOutput.split(separator: "\n")
}

@Suite(.timeLimit(.minutes(2)))
struct OfficialClientTests {
  @Test("the fake is honest: iTerm2's own client gets along with it")
  func official() async throws {
    let world = try World()
    let fake = try await FakeITerm2(home: world.home)
    let lines = try await python("official.py", home: world.home)
    #expect(
      lines.last == """
        {"buried": [["S3", "buried"]], "lines": ["✳ Baking… (3s)", "", "❯ \\u0000naïve"], \
        "missing": "SESSION_NOT_FOUND", "protocol": [1, 13], \
        "sessions": [["S1", "claude"], ["S2", "-zsh"]], "update": "S1", \
        "values": ["\\"B\\"", "null"]}
        """)
    #expect(fake.header("x-iterm2-library-version")?.hasPrefix("python ") == true)
  }

  @Test("requests and answers are byte for byte what iTerm2's own description makes of them")
  func codec() async throws {
    let world = try World()
    let calls: [(name: String, call: ITerm2Call, text: String)] = [
      ("list", .listSessions, "id: 300 list_sessions_request { }"),
      (
        "screen", .screen(session: "S1"),
        #"id: 300 get_buffer_request { session: "S1" line_range { screen_contents_only: true } }"#
      ),
      (
        "variables", .variables(session: "ü", names: ["a", "b"]),
        #"id: 300 variable_request { session_id: "ü" get: "a" get: "b" }"#
      ),
      ("screens", .subscribe(.screen(session: "S1")), request("S1", "NOTIFY_ON_SCREEN_UPDATE")),
      (
        "prompts", .subscribe(.prompt(session: "S1")),
        request(
          "S1", "NOTIFY_ON_PROMPT",
          "prompt_monitor_request { modes: PROMPT modes: COMMAND_START modes: COMMAND_END } ")
      ),
      ("new", .subscribe(.newSessions), request("all", "NOTIFY_ON_NEW_SESSION")),
      ("gone", .subscribe(.terminations), request("all", "NOTIFY_ON_TERMINATE_SESSION")),
      ("layout", .subscribe(.layout), request("all", "NOTIFY_ON_LAYOUT_CHANGE")),
      (
        "variable", .subscribe(.variable("jobName")),
        request(
          "all", "NOTIFY_ON_VARIABLE_CHANGE",
          #"variable_monitor_request { name: "jobName" scope: SESSION identifier: "all" } "#)
      ),
    ]
    let input = calls.map { "\($0.name) \(hex($0.call.message(id: 300)))\n" }.joined()
    let lines = try await python("codec.py", home: world.home, input: input)
    #expect(
      lines.prefix(calls.count).map(String.init) == calls.map { "\($0.name)|True|\($0.text)" })

    let answers = lines.dropFirst(calls.count).map { $0.split(separator: "|") }
    #expect(answers.map { String($0[0]) } == expected.map(\.name))
    for (line, (name, id, body, written)) in zip(answers, expected) {
      let bytes = try #require(self.bytes(line[1]))
      #expect(try ITerm2Message(bytes) == ITerm2Message(id: id, body: body), "\(name)")
      // Cut anywhere it is no message, or a shorter one: never a crash.
      for end in bytes.indices { _ = try? ITerm2Message(Array(bytes[..<end])) }
      guard let written else { continue }
      var writer = WireWriter()
      if let id { writer.number(1, Int(id)) }
      written(&writer)
      #expect(hex(writer.bytes) == line[1], "\(name)")
    }
  }

  /// What the samples in `codec.py` mean, and how the fake writes them.
  private let expected:
    [(
      name: String, id: Int64?, body: ITerm2Message.Body, written: ((inout WireWriter) -> Void)?
    )] = [
      (
        "list", 7, .sessions(FakeWorld().sessions),
        { $0.message(106) { FakeRequest.list(FakeWorld().sessions, &$0) } }
      ),
      (
        "screen", 8, .screen(0, ["a b", "✳ naïve 🎉"]),
        { $0.message(100) { FakeRequest.screen(["a\0b", "✳ naïve 🎉"], &$0) } }
      ),
      ("no-screen", 9, .screen(1, []), { $0.message(100) { FakeRequest.screen(nil, &$0) } }),
      (
        "variables", 10, .variables(0, ["\"B\"", "null"]),
        { $0.message(115) { FakeRequest.variables(["\"B\"", "null"], &$0) } }
      ),
      ("subscribed", 11, .subscribed(4), { $0.message(103) { $0.number(1, 4) } }),
      ("error", 12, .error("bad"), { $0.text(2, "bad") }),
      ("other", 13, .other, nil),
      (
        "screen-changed", nil, .notification(.screenChanged(session: "S1")),
        { $0.message(1000) { $0.message(2) { $0.text(1, "S1") } } }
      ),
      ("prompt", nil, .notification(.prompt(session: "S1")), nil),
      (
        "command-started", nil, .notification(.commandStarted(session: "S1", command: "ls")), nil
      ),
      (
        "command-ended", nil, .notification(.commandEnded(session: "S1", code: -1)),
        {
          $0.message(1000) {
            $0.message(3) {
              $0.text(1, "S1"); $0.message(4) { $0.number(1, -1) }
            }
          }
        }
      ),
      ("opened", nil, .notification(.opened(session: "S4")), nil),
      ("terminated", nil, .notification(.terminated(session: "S4")), nil),
      ("layout", nil, .notification(.layout([ITerm2Session(id: "S3")])), nil),
      (
        "variable", nil,
        .notification(.variable(session: "S1", name: "jobName", json: "\"vim\"")), nil
      ),
      ("tab-variable", nil, .other, nil), ("keystroke", nil, .other, nil),
    ]

  private func request(_ session: String, _ kind: String, _ more: String = "") -> String {
    "id: 300 notification_request { session: \"\(session)\" subscribe: true"
      + " notification_type: \(kind) \(more)}"
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }

  private func bytes(_ hex: Substring) -> [UInt8]? {
    let digits = hex.compactMap(\.hexDigitValue)
    guard digits.count == hex.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
