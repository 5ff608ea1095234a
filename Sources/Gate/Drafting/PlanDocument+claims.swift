internal import GateModel

extension PlanDocument {
  /// The lanes with what each can have of what it names.
  mutating func claim(in survey: Survey, _ notes: inout [LaneID: [String]]) -> [Lane] {
    var made: [Lane] = []
    for lane in lanes {
      var owns: [Glob] = []
      let forbidden = forbiddenPatterns(of: lane, in: survey)
      for path in lane.paths {
        switch survey.pattern(for: path) {
        case .failure(let problem):
          remarks.append(Remark(line: path.line, message: problem.message))
        case .success(let patterns):
          for pattern in patterns where !owns.contains(pattern) {
            if forbidden.contains(where: { $0.pattern == pattern }) {
              let message =
                "`\(pattern)` is not claimed: lane \(lane.id) is not to change it either"
              remarks.append(Remark(line: path.line, message: message))
            } else if let owner = made.first(where: {
              $0.owns.contains { $0.overlap(with: pattern) != nil }
            }) {
              remarks.append(taken(pattern, by: owner, lane, path.line, survey, &notes))
            } else {
              owns.append(pattern)
            }
          }
        }
      }
      for (pattern, line) in forbidden {
        guard let own = owns.first(where: { $0.overlap(with: pattern) != nil }) else { continue }
        let message =
          "`\(own)` of lane \(lane.id) overlaps `\(pattern)`, which it is not to change"
        remarks.append(Remark(line: line, message: "\(message): list what is meant instead"))
      }
      let branch = lane.branch ?? "lane/\(lane.id.description.lowercased())"
      let glob = globs([branch]).first
      if glob == nil {
        remarks.append(Remark(line: lane.line, message: "`\(branch)` is no branch"))
      }
      made.append(
        Lane(
          id: lane.id, title: lane.title, priority: lane.priority, branch: glob, owns: owns,
          tasks: lane.tasks))
    }
    return made
  }

  private func taken(
    _ pattern: Glob, by owner: Lane, _ lane: LaneText, _ line: Int,
    _ survey: Survey, _ notes: inout [LaneID: [String]]
  ) -> Remark {
    let own = owner.owns.first { $0.overlap(with: pattern) != nil } ?? pattern
    let why =
      own == pattern
      ? "is lane \(owner.id)'s already" : "overlaps `\(own)`, which is lane \(owner.id)'s already"
    var message = "`\(pattern)` \(why); lane \(lane.id) does not get it"
    if let file = pattern.literalPath, survey.paths.contains(file) {
      message += ", but could claim a region of it"
      let name = yaml(lane.id.description.lowercased())
      notes[lane.id, default: []].append(
        "regions: [{file: \(yaml(file.description)), name: \(name)}]")
    }
    return Remark(line: line, message: message)
  }
  /// What a lane is not to change, as far as it is a path here.
  private func forbiddenPatterns(
    of lane: LaneText, in survey: Survey
  ) -> [(pattern: Glob, line: Int)] {
    lane.forbidden.flatMap { path -> [(pattern: Glob, line: Int)] in
      guard case .success(let patterns) = survey.pattern(for: path) else { return [] }
      return patterns.map { ($0, path.line) }
    }
  }
}
