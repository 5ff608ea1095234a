internal import GateModel

/// A hook of git that the gate has a part in.
package enum GitHook: String, Sendable, Hashable, CaseIterable {
  case commitMessage = "commit-msg"
  case prePush = "pre-push"

  /// What came of a hook's file.
  package enum Installation: Sendable, Hashable {
    case already
    /// The whole new text.
    case written(String)
    /// The hook is no shell script: this script comes in its place and calls it under `formerName`.
    case chained(String)
  }

  /// What is left of a hook's file.
  package enum Removal: Sendable, Hashable {
    case absent
    case rest(String)
    /// Nothing but the gate's part was in it.
    case nothing
    /// The hook under `formerName` comes back to its place.
    case formerHook
  }

  /// Where a hook goes that is no shell script.
  package var formerName: String { "\(rawValue).before-gate" }

  /// Puts the gate's part into a hook's file: at its start, where an early `exit` does not skip it.
  package func installing(in script: String?) -> Installation {
    guard let script else { return .written("#!/bin/sh\n" + block("the whole file")) }
    if script.contains("# >>> gate: \(rawValue)") {
      let new = renewed(script)
      return new == script ? .already : .written(new)
    }
    guard GitHook.isShell(script) else {
      let call = "exec \"$(dirname \"$0\")/\(formerName)\" \"$@\"\n"
      return .chained("#!/bin/sh\n" + block("before `\(formerName)`") + call)
    }
    let block = block("added")
    guard let end = script.utf8.firstIndex(of: 0x0A) else {
      return .written(script + "\n" + block.dropLast())
    }
    let after = script.utf8.index(after: end)
    return .written(script[..<after] + block + script[after...])
  }

  /// Takes the gate's part out: what is left is what was there, byte for byte.
  package func uninstalling(from script: String) -> Removal {
    guard let start = range(of: "# >>> gate: \(rawValue) (", in: script)?.lowerBound,
      let end = range(of: "# <<< gate: \(rawValue)", in: script)?.upperBound, start < end
    else { return .absent }
    var rest: String
    if end < script.utf8.endIndex {
      rest = String(script[..<start] + script[script.utf8.index(after: end)...])
    } else {
      rest = String(script[..<start].dropLast())
    }
    let kind = script[start...]
    let isWhole = kind.hasPrefix("# >>> gate: \(rawValue) (the whole file)")
    if isWhole, rest == "#!/bin/sh\n" { return .nothing }
    return kind.hasPrefix("# >>> gate: \(rawValue) (before") ? .formerHook : .rest(rest)
  }

  /// The script with the gate's part as it is written today, where another version wrote it.
  private func renewed(_ script: String) -> String {
    guard let start = range(of: "# >>> gate: \(rawValue) (", in: script),
      let end = range(of: "# <<< gate: \(rawValue)", in: script)?.upperBound,
      start.lowerBound < end,
      let kind = script[start].split(separator: "(", maxSplits: 1).last?.prefix(while: { $0 != ")" }
      )
    else { return script }
    let part = String(block(String(kind)).dropLast())
    return String(script[..<start.lowerBound]) + part + script[end...]
  }

  private func block(_ kind: String) -> String {
    "# >>> gate: \(rawValue) (\(kind)); `gate hooks uninstall git` removes it\n\(body)"
      + "# <<< gate: \(rawValue)\n"
  }

  /// A missing `gate` stops a push, which is a door; it does not stop a commit.
  private var body: String {
    switch self {
    case .commitMessage:
      """
      if [ -f gate.yml ] && command -v gate > /dev/null 2>&1; then
        gate hooks run commit-msg "$1" || exit 1
      fi

      """
    case .prePush:
      """
      if [ -f gate.yml ]; then
        command -v gate > /dev/null 2>&1 || {
          echo 'gate is not on PATH: nothing is pushed unjudged, install it first' >&2
          exit 1
        }
        gate_refs=$(cat)
        printf '%s\\n' "$gate_refs" | gate hooks run pre-push || exit 1
        if [ -n "$gate_refs" ]; then exec << GATE_REFS
      $gate_refs
      GATE_REFS
        else exec < /dev/null; fi
      fi

      """
    }
  }

  /// Whether a script is one that may begin with lines for /bin/sh.
  private static func isShell(_ script: String) -> Bool {
    let first = script.lines.first ?? ""
    guard first.hasPrefix("#!"), !script.utf8.prefix(while: { $0 != 0x0A }).contains(0x0D) else {
      return false
    }
    let words = first.dropFirst(2).split { $0 == " " || $0 == "/" || $0 == "\t" }
    return words.contains { ["sh", "bash", "dash", "zsh", "ksh", "ash"].contains($0) }
  }

  /// The first line that begins like this.
  private func range(of mark: String, in script: String) -> Range<String.Index>? {
    var start = script.startIndex
    while start < script.endIndex {
      let end = script[start...].utf8.firstIndex(of: 0x0A) ?? script.endIndex
      if script[start..<end].hasPrefix(mark) { return start..<end }
      guard end < script.endIndex else { return nil }
      start = script.utf8.index(after: end)
    }
    return nil
  }
}
