import GateModel
import GatePipeline
import GateProject
import GateReports

/// What `gate plan` shows, in its three forms.
struct PlanView {
  let project: Project
  let waves: [Wave]
  let lanes: [Lane]
  let overlaps: [Overlap]
  let unowned: [RepoPath]

  init(_ project: Project, wave: Int?, unowned: [RepoPath]) {
    self.project = project
    self.unowned = unowned
    waves = project.waves.filter { wave == nil || $0.number == wave }
    let members = Set(waves.flatMap(\.lanes).map(\.id))
    lanes = project.lanes.filter { wave == nil || members.contains($0.id) }
    overlaps = project.overlaps()
  }

  var text: String {
    var text = "\(project.name.isEmpty ? "project" : project.name), base \(project.base)"
    text += project.gatekeeper.map { ", gatekeeper \($0)\n" } ?? "\n"
    for lane in lanes {
      let priority = lane.priority.map { " (\($0))" } ?? ""
      text += "\nlane \(lane.id)\(priority)  \(lane.title)\n"
      if let branch = lane.branch { text += "  branch   \(branch)\n" }
      if !lane.owns.isEmpty {
        text += "  owns     \(lane.owns.map(\.description).joined(separator: ", "))\n"
      }
      for region in lane.regions { text += "  region   \(region.name) in \(region.file)\n" }
    }
    for wave in waves {
      let after = wave.after.map { ", after wave \($0)" } ?? ""
      text += "\nwave \(wave.number)\(after)  \(wave.title)\n"
      for lane in wave.lanes { text += "  \(lane.id)  \(lane.tasks.joined(separator: "; "))\n" }
      text += "  merged in the order \(wave.merge.map(\.description).joined(separator: ", "))\n"
      if !wave.freezes.isEmpty {
        text += "  freezes  \(wave.freezes.map(\.rawValue).joined(separator: ", "))\n"
        for kind in wave.freezes where !project.hasSource(of: kind) {
          let key = kind == .schema ? "migrations" : "interfaces"
          text +=
            "           (`\(key):` in gate.yml does not say what the \(kind.rawValue) is read from)\n"
        }
      }
      for criterion in wave.acceptance {
        text += "  accepted when  \(criterion.name.visible())\n"
        let words = criterion.words { "`\($0.trimmed)`" }
        text += "                 \(words.visible())\n"
      }
    }
    if !overlaps.isEmpty { text += "\n" }
    for overlap in overlaps {
      text += "error: lanes \(overlap.a) and \(overlap.b) both claim `\(overlap.example)` "
      text +=
        "(`\(overlap.patternOfA)` and `\(overlap.patternOfB)`); give it to one, or use regions\n"
    }
    if !unowned.isEmpty {
      text += "\n\(unowned.count) files that nobody owns:\n"
      for path in unowned.prefix(20) { text += "  \(path)\n" }
      if unowned.count > 20 {
        text += "  and \(unowned.count - 20) more (--format json lists all)\n"
      }
    }
    return text
  }

  var json: JSON {
    .object([
      "schema": "gate-plan/1", "project": .string(project.name), "base": .string(project.base),
      "gatekeeper": project.gatekeeper.map { .string($0.description) } ?? .null,
      "lanes": .array(lanes.map(json)),
      "waves": .array(waves.map(json)),
      "overlaps": .array(
        overlaps.map {
          .object([
            "a": .string($0.a.description), "b": .string($0.b.description),
            "path": .string($0.example.description),
            "patterns": [.string($0.patternOfA.description), .string($0.patternOfB.description)],
          ])
        }),
      "unowned": .array(unowned.map { .string($0.description) }),
    ])
  }

  private func json(_ lane: Lane) -> JSON {
    .object([
      "lane": .string(lane.id.description), "title": .string(lane.title),
      "priority": lane.priority.map { .string($0) },
      "branch": lane.branch.map { .string($0.description) },
      "owns": .array(lane.owns.map { .string($0.description) }),
      "regions": .array(
        lane.regions.map {
          .object(["file": .string($0.file.description), "name": .string($0.name)])
        }),
      "suites": .array(lane.suites.map { .string($0) }),
      "tasks": .array(lane.tasks.map { .string($0) }),
    ])
  }

  private func json(_ wave: Wave) -> JSON {
    let lanes = wave.lanes.map { lane in
      JSON.Member(lane.id.description, .array(lane.tasks.map { .string($0) }))
    }
    return .object([
      "wave": .integer(wave.number), "title": .string(wave.title),
      "after": wave.after.map { .integer($0) }, "lanes": .object(lanes),
      "merge": .array(wave.merge.map { .string($0.description) }),
      "freezes": .array(wave.freezes.map { .string($0.rawValue) }),
      "acceptance": .array(wave.acceptance.map { .string($0.name) }),
    ])
  }

  /// A flow chart: waves from top to bottom, their lanes inside.
  var mermaid: String {
    var text = "flowchart TB\n"
    for wave in waves {
      text += "  subgraph w\(wave.number)[\"wave \(wave.number): \(quoted(wave.title))\"]\n"
      for lane in wave.lanes {
        let title = project.lane(lane.id)?.title ?? ""
        text += "    w\(wave.number)_\(node(lane.id))[\"\(lane.id): \(quoted(title))\"]\n"
      }
      text += "  end\n"
    }
    for wave in waves {
      if let after = wave.after, waves.contains(where: { $0.number == after }) {
        text += "  w\(after) --> w\(wave.number)\n"
      }
    }
    return text
  }

  private func quoted(_ text: String) -> String {
    String(text.map { "\"[]<>`#;".contains($0) ? " " : $0 })
  }

  private func node(_ lane: LaneID) -> String {
    String(lane.description.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}
