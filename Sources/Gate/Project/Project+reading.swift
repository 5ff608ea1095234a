package import GateModel
internal import YAML

/// One file of the plan, as it stands at some revision.
package struct PlanFile: Sendable, Hashable {
  /// Relative to the repository: `gate.yml`, `Lanes/B.yml`, `Waves/1.yml`.
  package var path: String
  /// What the file holds, not yet parsed.
  package var bytes: [UInt8]

  /// Makes a file of the plan from what was read; checks neither.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// The `base:` that a gate.yml names, whatever else is wrong with it; `main` where it names none.
  package var base: String {
    let root = try? YAMLNode(parsing: bytes)  // What is wrong is said when the plan is read.
    return root?["base"]?.text ?? "main"
  }

  /// The plan's first file, at the repository's top.
  package static let gate = "gate.yml"
  /// The folder of the lanes' files, at the repository's top.
  package static let lanes = "Lanes"
  /// The folder of the waves' files, at the repository's top.
  package static let waves = "Waves"

  /// Whether a path is a file of the plan.
  package static func isPlan(_ path: RepoPath) -> Bool {
    let text = path.description
    guard text != gate else { return true }
    return [lanes, waves].contains { text.hasPrefix($0 + "/") } && isYAML(text)
  }

  /// Whether a name or a path ends as YAML files do: in `.yml` or `.yaml`, small letters only.
  package static func isYAML(_ name: String) -> Bool {
    name.hasSuffix(".yml") || name.hasSuffix(".yaml")
  }
}

extension Project {
  /// Reads gate.yml, `Lanes/*.yml` and `Waves/*.yml`: all mistakes at once, none guessed at.
  package init(reading files: [PlanFile]) throws(PlanProblems) {
    var problems: [PlanProblem] = []
    func parse(_ file: PlanFile, _ shape: Shape) -> PlanNode? {
      do throws(YAMLProblem) {
        guard let node = try YAMLNode(parsing: file.bytes) else {
          problems.append(PlanProblem(file.start, "the file is empty"))
          return nil
        }
        let found = shape.problems(in: node, of: file.path)
        problems += found
        return found.isEmpty ? PlanNode(node: node, file: file.path) : nil
      } catch {
        let place = Location(file: file.path, line: error.line, column: error.column)
        problems.append(
          PlanProblem(place, error.message + (error.hint.map { "; \($0)" } ?? "")))
        return nil
      }
    }
    let sorted = files.sorted { $0.path < $1.path }
    guard let gate = sorted.first(where: { $0.path == PlanFile.gate }) else {
      let place = Location(file: PlanFile.gate, line: 1, column: 1)
      throw PlanProblems([PlanProblem(place, "there is no gate.yml; `gate init` writes one")])
    }
    let root = parse(gate, PlanShapes.gate)
    let lanes = sorted.filter { $0.isIn(PlanFile.lanes) }.map { parse($0, PlanShapes.lane) }
    let waves = sorted.filter { $0.isIn(PlanFile.waves) }.map { parse($0, PlanShapes.wave) }

    problems += waves.compactMap { $0 }.flatMap(Criterion.problems)

    self = root.map { Project(gate: $0) } ?? Project()
    self.lanes = lanes.compactMap { $0.flatMap { Lane(plan: $0) } }.sorted { $0.id < $1.id }
    self.waves = waves.compactMap { $0.map { Wave(plan: $0) } }.sorted { $0.number < $1.number }
    // A file that could not be read says nothing: what names its lane is then not to blame.
    let isWhole = root != nil && !lanes.contains { $0 == nil } && !waves.contains { $0 == nil }
    if isWhole {
      problems += brokenReferences(
        in: self, gate: root, lanes: lanes.compactMap { $0 }, waves: waves.compactMap { $0 })
    }
    guard problems.isEmpty else { throw PlanProblems(problems) }
  }
}

extension PlanFile {
  fileprivate var start: Location { Location(file: path, line: 1, column: 1) }

  fileprivate func isIn(_ folder: String) -> Bool {
    path.hasPrefix(folder + "/") && !path.dropFirst(folder.count + 1).contains("/")
      && PlanFile.isYAML(path)
  }
}
