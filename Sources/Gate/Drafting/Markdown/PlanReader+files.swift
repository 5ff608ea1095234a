internal import GateModel

extension PlanReader {
  /// Claims the paths of a line for a lane, up to the first part that forbids or speaks of something
  /// else.
  mutating func putFiles(_ text: String, at line: Int, lane: Int, _ place: Place) {
    var isClaim = true
    for part in sentences(of: text).flatMap(clauses(of:)) {
      let found = PathLine(part, at: line)
      isClaim = isClaim && !isNegated(part) && !isUnderOtherLabel(part)
      guard isClaim else {
        document.lanes[lane].forbidden += found.paths
        keep("not claimed: \(plain(part))", at: line, lane: lane, place)
        continue
      }
      document.lanes[lane].paths += found.paths
      for path in found.excluded {
        let bare = String(path.dropFirst())
        document.lanes[lane].forbidden.append(PathText(text: bare, line: line))
        keep("not claimed: `\(path)`", at: line, lane: lane, place)
      }
      if found.paths.isEmpty, found.excluded.isEmpty {
        leave(part, at: line, in: place)
      } else if !found.dropped.isEmpty {
        let words = found.dropped.joined(separator: " ")
        document.remarks.append(
          Remark(line: line, message: "not used of a path: \(excerpt(words))"))
      }
    }
  }

  /// `Reference: api/` is no claim, `src/app.py: the entry` is one.
  private func isUnderOtherLabel(_ text: String) -> Bool {
    guard let (name, rest) = splitAtColon(text), !rest.isEmpty, !name.isEmpty else { return false }
    return Topic(named: name) != .files && PathLine(name, at: 0).paths.isEmpty
  }

  /// Begins to wait for what stands below a label.
  mutating func open(_ label: Place, at line: Int) {
    endLabel()
    bare = (label, line)
  }

  /// A label with nothing below it is itself what the document says.
  mutating func endLabel() {
    guard let (place, line) = bare, let name = place.stranger else { return }
    bare = nil
    put(name, at: line, isItem: false, in: place)
  }

  /// Writes a line as a comment of a lane's file, and says so.
  mutating func keep(_ text: String, at line: Int, lane: Int, _ place: Place) {
    document.lanes[lane].notes.append(text)
    leave(text, at: line, in: place, isKept: true)
  }

  /// Writes a line as a comment of a wave's file, and says so.
  mutating func keep(_ text: String, at line: Int, wave: Int, _ place: Place) {
    document.waves[wave].notes.append(text)
    leave(text, at: line, in: place, isKept: true)
  }
}

extension PlanReader.Place {
  /// A line with the label that it stands under; a long label would be written again for each line.
  func commented(_ words: String) -> String {
    stranger.map { words.isEmpty || words == $0 ? $0 : "\(excerpt($0)): \(words)" } ?? words
  }
}
