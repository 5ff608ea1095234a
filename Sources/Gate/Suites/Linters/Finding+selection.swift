package import GateModel

extension [Finding] {
  /// The findings on lines that a change added or edited. One that names no line stays where its file
  /// is changed, one that names no file always does.
  ///
  /// - Parameter lines: the added and edited lines by path; from 1, on the head's side.
  package func onChangedLines(_ lines: [RepoPath: [ClosedRange<Int>]]) -> [Finding] {
    filter { finding in
      guard let path = finding.path else { return true }
      guard let ranges = lines[path] else { return false }
      guard let line = finding.line else { return true }
      return ranges.contains { $0.contains(line) }
    }
  }

  /// The findings at the level that gate.yml sets for all of a linter; nil keeps the tool's own.
  package func leveled(_ level: RuleLevel?) -> [Finding] {
    switch level {
    case nil: return self
    case .off: return []
    case .error: return map { $0.leveled(.error) }
    case .warning: return map { $0.leveled(.warning) }
    }
  }
}

extension Finding {
  fileprivate func leveled(_ level: Level) -> Finding {
    var finding = self
    finding.level = level
    return finding
  }
}
