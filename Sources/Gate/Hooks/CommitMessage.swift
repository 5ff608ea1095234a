internal import GateModel

/// A message as git hands it to `commit-msg`, without what git takes out of it.
package struct CommitMessage: Sendable, Hashable {
  /// What git keeps of it: lines with LF between them and none at the end.
  package var text: String

  /// - Parameter isEdited: it comes from an editor, so that lines that begin with `#` are git's.
  package init(_ bytes: [UInt8], isEdited: Bool) {
    var kept: [Substring] = []
    for line in String(decoding: bytes, as: UTF8.self).lines {
      // What follows is the diff of `git commit --verbose`.
      if line.hasPrefix("# ------------------------ >8 ----") { break }
      if !isEdited || !line.hasPrefix("#") { kept.append(line) }
    }
    text = kept.joined(separator: "\n")
  }

  /// Whether git wrote it, or will fold it into another commit.
  package var isGits: Bool {
    let start = text.drop { $0.isWhitespace }
    return start.isEmpty
      || ["Merge ", "fixup! ", "squash! ", "amend! "].contains { start.hasPrefix($0) }
  }
}
