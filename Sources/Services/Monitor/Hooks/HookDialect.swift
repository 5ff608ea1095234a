/// Whose hooks a payload comes from: each program has its own events and names.
package enum HookDialect: String, Sendable, Hashable, CaseIterable {
  case claude, codex, gemini
  /// Any tool that reports a status by name.
  case generic
}

/// Why a payload is no report.
package enum HookProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// More than is read.
  case tooLarge(bytes: Int)
  case notJSON
  /// A member that has to be there and is not, or is of another type.
  case missing(String)
  /// A word that is none of those that are known.
  case unknownWord(String, member: String, nearest: String?)

  /// One sentence.
  package var description: String {
    switch self {
    case .tooLarge(let bytes):
      "the payload has \(bytes) bytes; at most \(HookReport.maximumBytes) are read"
    case .notJSON: "the payload is no JSON object"
    case .missing(let member): "the payload has no text `\(member)`"
    case .unknownWord(let word, let member, let nearest):
      "`\(member)` cannot be `\(word)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "")
    }
  }
}
