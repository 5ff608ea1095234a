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
    for path in paths {
      guard let entry = try repository.entry(path, in: tree), entry.kind.isRegular,
        let id = entry.id, let bytes = try repository.blob(id, atMost: 2 << 20)
      else { continue }
      files.append(PlanFile(path: path.description, bytes: bytes))
    }
    self = try Project(reading: files)
  }
}
