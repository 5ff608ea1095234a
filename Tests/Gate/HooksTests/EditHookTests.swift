import GateModel
import TestSupport
import Testing

@testable import GateHooks

private let settings = [
  "{}", "{ }", "{\n}\n", "{\"a\":1}", "{ \"a\": 1 }\n", "{\n  \"a\": 1\n}",
  "{\n\t\"a\": 1,\n\t\"b\": [ ]\n}\n",
  "{\r\n    \"a\": \"\\u00e9\\\"\"\r\n}\r\n", "{\"hooks\":{}}", "{\"hooks\": {\"PreToolUse\": []}}",
  "{\n  \"hooks\": {\n    \"PreToolUse\": [\n    ]\n  }\n}\n",
  "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash\",\"hooks\":[{\"type\":\"command\",\"command\":\"x\"}]}]}}",
  """
  {
      "permissions": {"allow": ["Bash(ls:*)"]},
      "hooks": {
          "Stop": [ {"hooks": []} ],
          "PreToolUse": [
              {"matcher": "Bash", "hooks": [{"type": "command", "command": "x", "timeout": 1e3}]}
          ]
      },
      "zebra": null
  }

  """,
]

@Test("installed and removed again, settings are what they were, byte for byte")
func roundTrip() throws {
  for hook in EditHook.allCases {
    for text in settings {
      let with = try hook.installing(in: text)
      #expect(JSONSource(Array(with.utf8)) != nil, "\(with)")
      #expect(with != text && with.contains("gate scope --hook \(hook.rawValue)"))
      #expect(try hook.isInstalled(in: with) && !hook.isInstalled(in: text), "\(with)")
      #expect(try hook.installing(in: with) == with, "twice is once: \(with)")
      #expect(try hook.uninstalling(from: with) == text)
      #expect(try hook.uninstalling(from: text) == text)
    }
    let new = try hook.installing(in: nil)
    #expect(try hook.uninstalling(from: new) == nil, "\(new)")
  }
}

@Test("a new file reads well, and a hook among others is found")
func shape() throws {
  let new = try EditHook.claude.installing(in: "")
  #expect(
    new == """
      {
        "hooks": {
          "PreToolUse": [
            {
              "matcher": "Edit|Write|MultiEdit|NotebookEdit",
              "hooks": [
                {
                  "type": "command",
                  "command": "\(EditHook.claude.command)"
                }
              ]
            }
          ]
        }
      }

      """)
  let mixed = """
    {"hooks": {"PreToolUse": [{"hooks": [{"command": "a"}, {"command": "/x/gate scope --hook claude"}]}]}}
    """
  #expect(
    try EditHook.claude.uninstalling(from: mixed)
      == "{\"hooks\": {\"PreToolUse\": [{\"hooks\": [{\"command\": \"a\"}]}]}}")
}

@Test("what another version wrote is brought up to date, and removed as a whole")
func oldCommands() throws {
  for hook in EditHook.allCases {
    for text in settings {
      let new = try hook.installing(in: text)
      for old in [
        "gate scope --hook \(hook.rawValue)", "/x/gate scope --hook \(hook.rawValue) || true",
      ] {
        let former = new.replacing(hook.command, with: old)
        #expect(former != new)
        #expect(try hook.installing(in: former) == new)
        #expect(try hook.uninstalling(from: former) == text)
      }
    }
  }
}

@Test("settings that are none are left alone")
func refused() {
  let wrong = [
    "[]", "{", "{\"a\": 1,}", "// c\n{}", "{\"hooks\": 1}", "{\"hooks\": {\"PreToolUse\": {}}}",
    "{\"hooks\": {}, \"hooks\": {}}", "\u{FEFF}{}", "nul", "{\"a\": 01x}",
  ]
  for text in wrong {
    #expect(throws: SettingsProblem.self, "\(text)") { try EditHook.claude.installing(in: text) }
  }
}

@Test("fuzz: no text is changed but by the hook")
func fuzzSettings() {
  let fuzz = Fuzz(
    seeds: settings, words: ["{", "}", "[", "]", ",", "\"hooks\"", "\"PreToolUse\"", ":"])
  let failures = fuzz.failures { input in
    // Damage can cut `"hooks"` down to white space only: then the file is made anew.
    guard !input.trimmed.isEmpty, let with = try? EditHook.codex.installing(in: input) else {
      return nil
    }
    guard let back = try? EditHook.codex.uninstalling(from: with) else { return "gone" }
    return back == input ? nil : "came back as \(back)"
  }
  #expect(failures.isEmpty, "\(failures)")
}

@Test("events name the files that will be written")
func events() {
  let cases: [(json: String, paths: [String]?)] = [
    (#"{"tool_name": "Edit", "cwd": "/r", "tool_input": {"file_path": "/r/a.py"}}"#, ["/r/a.py"]),
    (#"{"tool_name": "NotebookEdit", "tool_input": {"notebook_path": "n.ipynb"}}"#, ["n.ipynb"]),
    (#"{"tool_name": "Bash", "tool_input": {"command": "*** Add File: x"}}"#, []),
    (
      #"{"tool_name":"apply_patch","tool_input":{"command":"*** Begin Patch\n*** Add File: a\n+x\n*** Update File: b c\n*** Move to: d\n*** Delete File: e\n*** End Patch"}}"#,
      ["a", "b c", "d", "e"]
    ),
    (#"{"tool_name":"apply_patch","tool_input":{"command":"nothing"}}"#, nil), ("{}", nil),
    ("", nil), ("[]", nil),
  ]
  for (json, paths) in cases { #expect(EditEvent(Array(json.utf8))?.paths == paths, "\(json)") }
}
