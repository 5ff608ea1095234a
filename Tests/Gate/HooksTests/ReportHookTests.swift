import GateModel
import Testing

@testable import GateHooks

private let settings = [
  "{}", "{ }", "{\n}\n", "{\"a\":1}", "{\r\n    \"a\": \"\\u00e9\"\r\n}\r\n", "{\"hooks\":{}}",
  "{\"hooks\": {\"PreToolUse\": [], \"BeforeTool\": [ ]}}",
  """
  {
      "hooks": {
          "Stop": [ {"hooks": [{"type": "command", "command": "say done"}]} ],
          "SessionStart": [
              {"matcher": "resume", "hooks": [{"type": "command", "command": "x", "timeout": 1e3}]}
          ]
      },
      "zebra": null
  }

  """,
]

@Test("reports are installed once, beside the edit hook, and leave nothing behind")
func reports() throws {
  for hook in ReportHook.allCases {
    for text in settings + [nil] {
      let edit = EditHook(rawValue: hook.rawValue)
      let before = try edit?.installing(in: text) ?? text
      let with = try hook.installing(in: before)
      let source = try #require(JSONSource(Array(with.utf8)), "\(with)")
      for event in hook.events {
        let commands = (source.root["hooks"]?[event]?.elements ?? [])
          .flatMap { $0["hooks"]?.elements ?? [] }.compactMap { $0["command"]?.string }
        #expect(commands.filter { $0 == hook.command }.count == 1, "\(event): \(with)")
      }
      #expect(try hook.installing(in: with) == with, "twice is once: \(with)")
      // In either order.
      let bare = try hook.uninstalling(from: with)
      #expect(bare == before)
      let withoutEdit = try edit?.uninstalling(from: with) ?? with
      #expect(try hook.uninstalling(from: withoutEdit) == text, "\(withoutEdit)")
      if let text { #expect(try hook.uninstalling(from: text) == text) }

      let former = with.replacing(hook.command, with: "/x/gate report --hook \(hook.rawValue)")
      #expect(former != with)
      #expect(try hook.installing(in: former) == with)
    }
  }
}
