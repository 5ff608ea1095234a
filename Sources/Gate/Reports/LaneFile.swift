/// `LANE.md`: a brief, a line that ends it, and the notes of whoever works there.
package struct LaneFile: Sendable, Hashable {
  /// What the gate wrote.
  package var brief: String
  /// What somebody wrote below it.
  package var notes: String

  /// Makes a new one, without notes.
  package init(brief: String) {
    self.brief = brief
    notes = ""
  }

  /// Reads one again; nil where the brief is not as the gate wrote it, so that it is somebody's.
  package init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines where line.hasPrefix(LaneFile.words) {
      let above = String(text[..<line.startIndex])
      guard line == LaneFile.end(of: above) else { continue }
      brief = above
      // Without the line's own end, which it may have lost.
      notes = String(text[line.endIndex...].dropFirst())
      return
    }
    return nil
  }

  /// As a file.
  package var text: String { brief + LaneFile.end(of: brief) + "\n" + notes }

  private static let words = "<!-- Notes below this line stay. What is above it is the gate's: "

  private static func end(of brief: String) -> String { "\(words)\(fingerprint(of: brief)) -->" }
}
