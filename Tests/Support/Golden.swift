import Foundation

/// What came of holding a text against a file of the repository.
package enum GoldenResult: Equatable {
  case same
  case different
  /// `RECORD=1` was set: the file now holds the text, and the run still fails.
  case recorded
}

/// Holds a text against a file, named from the repository's root; `RECORD=1` writes the file instead.
package func golden(_ path: String, _ text: String) throws -> GoldenResult {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let file = root.appending(path: path)
  let stored = try? String(contentsOf: file, encoding: .utf8)  // Not there yet: different.
  if stored == text { return .same }
  guard ProcessInfo.processInfo.environment["RECORD"] == "1" else { return .different }
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(text.utf8).write(to: file)
  return .recorded
}
