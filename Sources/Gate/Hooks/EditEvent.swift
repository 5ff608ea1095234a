package import GateModel

/// What an agent's program says before it edits files: the event `PreToolUse` on standard input.
///
/// Source: the hooks references of Claude Code and Codex, which share their wire format; Codex puts
/// the patch of `apply_patch` into `tool_input.command`.
package struct EditEvent: Sendable, Hashable {
  /// The files that will be written, as named.
  package var paths: [String]
  /// The folder in which they are meant.
  package var folder: String?
  /// The texts that are replaced by others, where the event says so: what of the file is touched.
  package var replaced: [String] = []
  /// Whether the files are written anew, whatever stands in them.
  package var isWhole = false

  /// Nil where the bytes are no event. An event of a tool that edits nothing has no paths.
  package init?(_ bytes: [UInt8]) {
    guard let source = JSONSource(bytes), source.root.isObject else { return nil }
    folder = source.root["cwd"]?.string
    guard let input = source.root["tool_input"] else { return nil }
    paths = ["file_path", "notebook_path", "path"].compactMap { input[$0]?.string }
    let edits = (input["edits"]?.elements ?? []).compactMap { $0["old_string"]?.string }
    replaced = ((input["old_string"]?.string).map { [$0] } ?? []) + edits
    isWhole = source.root["tool_name"]?.string == "Write"
    if source.root["tool_name"]?.string == "apply_patch" {
      let patch = ["command", "patch", "input"].lazy.compactMap { input[$0]?.string }.first
      let named = patch.map(patchedPaths) ?? []
      // A patch that names no file cannot be judged.
      if named.isEmpty { return nil }
      paths += named
    }
  }

  /// The answer that stops the edit; without an answer the program asks as it always does.
  package static func denial(_ reason: String) -> JSON {
    .object([
      "hookSpecificOutput": .object([
        "hookEventName": "PreToolUse", "permissionDecision": "deny",
        "permissionDecisionReason": .string(reason),
      ])
    ])
  }
}

/// The files that a patch adds, updates, deletes or moves to.
func patchedPaths(_ patch: String) -> [String] {
  let marks = ["*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "]
  return patch.lines.compactMap { line in
    let text = line.trimmed
    return marks.first { text.hasPrefix($0) }.map { text.dropFirst($0.count).trimmed }
  }
}
