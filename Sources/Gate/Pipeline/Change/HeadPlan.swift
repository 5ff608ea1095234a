internal import GateModel
internal import GateProject

/// The plan as it stands at the head of a change that edits it: it has to load, and no two lanes may
/// claim one path, before it judges the changes to come.
struct HeadPlan {
  /// Nil where it does not load.
  var project: Project?
  var findings: [Finding]

  init(_ contents: any ChangeContents) throws {
    let paths = try contents.paths(at: .head).filter(PlanFile.isPlan)
    // Bytes, as the next change will read them from its base.
    let files = try paths.compactMap { path in
      try contents.bytes(path, at: .head).map { PlanFile(path: path.description, bytes: $0) }
    }
    let unreadable = paths.filter { path in
      !files.contains { $0.path == path.description && $0.bytes.count <= maximumPlanFile }
    }
    do throws(PlanProblems) {
      guard unreadable.isEmpty else { throw PlanProblems(unreadable.map(PlanProblem.unreadable)) }
      let project = try Project(reading: files)
      self.project = project
      findings = project.overlapFindings()
    } catch {
      project = nil
      findings = error.all.map {
        Finding(
          rule: "plan", path: RepoPath($0.location.file), line: $0.location.line,
          message: $0.message, hint: "`gate plan` lists every mistake of the plan")
      }
    }
  }
}

extension Project {
  /// Each pair of lanes that claim one path, once, as a mistake of the plan.
  fileprivate func overlapFindings() -> [Finding] {
    var found: [Finding] = []
    let overlaps = overlaps()
    for (index, first) in overlaps.enumerated() {
      let pair = overlaps.filter { $0.a == first.a && $0.b == first.b }
      guard overlaps[..<index].allSatisfy({ $0.a != first.a || $0.b != first.b }) else { continue }
      let more = pair.count > 1 ? ", and \(pair.count - 1) more pairs of patterns meet" : ""
      let location = lane(first.a)?.location
      found.append(
        Finding(
          rule: "plan", path: location.map { RepoPath($0.file) }, line: location?.line,
          message: "lanes \(first.a) and \(first.b) both claim `\(first.example)` "
            + "(`\(first.patternOfA)` and `\(first.patternOfB)`)\(more)",
          hint: "give it to one of them, or separate them by regions of the file"))
    }
    return found
  }
}
