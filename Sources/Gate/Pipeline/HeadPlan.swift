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
    let files = try paths.compactMap { path -> PlanFile? in
      try contents.file(path, at: .head)?.text.map {
        PlanFile(path: path.description, bytes: Array($0.utf8))
      }
    }
    do throws(PlanProblems) {
      let project = try Project(reading: files)
      self.project = project
      findings = project.overlaps().map { $0.finding(in: project) }
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

extension Overlap {
  /// As a mistake of the plan, at the first lane's file.
  func finding(in project: Project) -> Finding {
    Finding(
      rule: "plan", path: (project.lane(a)?.location.file).map { RepoPath($0) },
      line: project.lane(a)?.location.line,
      message: "lanes \(a) and \(b) both claim `\(example)` (`\(patternOfA)` and `\(patternOfB)`)",
      hint: "give it to one of them, or separate them by regions of the file")
  }
}
