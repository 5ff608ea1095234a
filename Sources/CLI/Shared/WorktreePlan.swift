import FoundationEssentials
import GateModel
import GateProject

/// The plan as it stands in a folder, not yet committed.
func planFiles(in root: String) throws -> [PlanFile] {
  var files = [PlanFile(path: PlanFile.gate, bytes: try bytes(ofFile: root + "/" + PlanFile.gate))]
  for folder in [PlanFile.lanes, PlanFile.waves] {
    let path = root + "/" + folder
    // No such folder: no lanes. One that cannot be read is an error, not an empty plan.
    guard FileManager.default.fileExists(atPath: path) else { continue }
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    where PlanFile.isYAML(name) {
      let path = "\(folder)/\(name)"
      files.append(PlanFile(path: path, bytes: try bytes(ofFile: root + "/" + path)))
    }
  }
  return files
}

func worktreePlan(in root: String) throws -> Project {
  try Project(reading: planFiles(in: root))
}
