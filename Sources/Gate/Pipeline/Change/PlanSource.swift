package import GateModel
internal import GateProject
package import Git

extension Project {
  /// Reads the plan as it stands in a tree.
  package init(
    in tree: ObjectID, of repository: borrowing Repository
  ) throws {
    var files: [PlanFile] = []
    var paths = [RepoPath(PlanFile.gate)]
    for folder in [PlanFile.lanes, PlanFile.waves] {
      paths += try repository.files(in: RepoPath(folder), of: tree).filter(PlanFile.isPlan)
    }
    var problems: [PlanProblem] = []
    for path in paths {
      guard let entry = try repository.entry(path, in: tree) else { continue }
      let id = entry.kind.isRegular ? entry.id : nil
      if let id, let bytes = try repository.blob(id, atMost: maximumPlanFile) {
        files.append(PlanFile(path: path.description, bytes: bytes))
      } else {
        problems.append(.unreadable(path))
      }
    }
    guard problems.isEmpty else { throw PlanProblems(problems) }
    self = try Project(reading: files)
  }
}

/// Larger ones are no plan that a person wrote.
let maximumPlanFile = 2 << 20

extension PlanProblem {
  /// A link, a submodule or a huge file where a file of the plan should be: passed over, it would take
  /// its lane along.
  static func unreadable(_ path: RepoPath) -> PlanProblem {
    PlanProblem(
      Location(file: path.description, line: 1, column: 1),
      "a file of the plan is a regular file of at most 2 MiB")
  }
}
