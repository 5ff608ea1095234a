import FoundationEssentials
import GateModel
import GateProject

/// The plan as it stands in a folder, not yet committed.
func planFiles(in root: String) throws -> [PlanFile] {
  var files = [PlanFile(path: PlanFile.gate, bytes: try bytes(ofFile: root + "/" + PlanFile.gate))]
  for folder in [PlanFile.lanes, PlanFile.waves] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
    for name in names.sorted() where PlanFile.isYAML(name) {  // No such folder: no such lanes.
      let path = "\(folder)/\(name)"
      files.append(PlanFile(path: path, bytes: try bytes(ofFile: root + "/" + path)))
    }
  }
  return files
}

func worktreePlan(in root: String) throws -> Project {
  try Project(reading: planFiles(in: root))
}
