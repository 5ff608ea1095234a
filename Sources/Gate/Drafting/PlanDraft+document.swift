internal import GateModel

/// A plan document without a single lane.
package struct NoLanes: Error, Sendable, Hashable {
  /// The lines that were not understood, in order: some of them may have been meant as lanes.
  package var remarks: [Remark]
}

extension PlanDraft {
  /// Reads a plan out of a Markdown document and holds it against the repository: where two lanes
  /// name one path, the first has it.
  ///
  /// - Returns: the draft, and every line that has no place in it, in order.
  package static func read(
    _ text: String, named name: String, for survey: Survey
  ) throws(NoLanes) -> (draft: PlanDraft, remarks: [Remark]) {
    var document = PlanReader.read(text)
    guard !document.lanes.isEmpty else { throw NoLanes(remarks: document.remarks.sorted()) }
    let gatekeeper = document.gatekeeper()
    var project = Project(survey: survey, gatekeeper: gatekeeper)
    var notes: [LaneID: [String]] = [:]
    project.lanes = document.claim(in: survey, &notes)
    if let index = project.lanes.firstIndex(where: { $0.id == gatekeeper }) {
      let others = project.lanes.flatMap(\.owns)
      project.nameMigrations(among: others)
      let isNew = project.migrations?.path == PlanDraft.newMigrations
      let own = survey.planPaths(hasNewMigrations: isNew)
      project.lanes[index].owns += own.filter { path in
        !others.contains { $0.overlap(with: path) != nil }
      }
    }
    for (lane, text) in zip(project.lanes, document.lanes) where lane.owns.isEmpty {
      document.remarks.append(
        Remark(
          line: text.line, message: "lane \(lane.id) names no path of its own; fill in `owns`"))
    }
    project.agents = document.lanes.compactMap(\.agent)
    document.nameSuites(in: &project, &notes)
    project.waves = document.planWaves(project, &notes)
    for lane in document.lanes {
      notes[lane.id, default: []] += lane.people.map { "who: \($0)" } + lane.notes
    }
    let title = document.title.isEmpty ? "" : ": \(document.title)"
    var draft = PlanDraft(
      origin: "Read from \(name)\(title)", project: project, laneNotes: notes,
      outOfScope: document.outOfScope)
    for wave in document.waves {
      draft.waveNotes[wave.number] = wave.notes
      let prose = wave.acceptance.filter { said in
        CommandText(said.text) == nil && !project.suites.isKnown(to: said.text)
      }
      draft.prose[wave.number] = prose.map(\.text)
      for said in prose {
        let message = "kept only as a comment until it says what to try: \(excerpt(said.text))"
        document.remarks.append(Remark(line: said.line, message: message))
      }
    }
    return (draft, document.remarks.sorted())
  }
}

extension PlanDocument {
  /// The lane that judges: the one whose words say so, or a new one.
  fileprivate mutating func gatekeeper() -> LaneID {
    let words = ["gatekeeper", "守门", "看门", "门禁", "把关"]
    let judging = lanes.first { lane in
      ([lane.title] + lane.tasks + lane.notes + lane.people).contains { text in
        words.contains { text.lowercased().contains($0) }
      }
    }
    if let judging { return judging.id }
    let free = ["D", "G", "Gatekeeper"].first { indexOfLane(named: $0) == nil } ?? "Gate-keeper"
    guard let name = LaneName(free, isCertain: true) else { return .gatekeeper }
    let index = lane(name, at: 1)
    lanes[index].title = "Gatekeeper"
    remarks.append(
      Remark(line: 1, message: "the plan names no gatekeeper: lane \(name.id) is added for it"))
    return name.id
  }
}

extension PlanDocument {
  /// The suites of each lane, where gate.yml has them; else a comment.
  fileprivate mutating func nameSuites(in project: inout Project, _ notes: inout [LaneID: [String]])
  {
    for (index, lane) in lanes.enumerated() {
      for said in lane.suites where !project.lanes[index].suites.contains(said.text) {
        if project.suites.contains(where: { $0.name == said.text }) {
          project.lanes[index].suites.append(said.text)
        } else {
          let name = yaml([said.text])
          notes[lane.id, default: []].append("suites: \(name) is no suite of gate.yml yet")
          let message = "kept only as a comment: gate.yml has no suite `\(said.text)`"
          remarks.append(Remark(line: said.line, message: message))
        }
      }
    }
  }
}

extension Project {
  /// The folder that a lane claims for migrations is the folder of migrations.
  fileprivate mutating func nameMigrations(among claims: [Glob]) {
    let folder = claims.lazy.map { $0.description.drop { $0 == "/" } }
      .first { $0.lowercased().hasSuffix("migrations/**") }
    guard let folder, migrations?.path == PlanDraft.newMigrations else { return }
    migrations?.path = RepoPath(folder.dropLast(3))
  }
}

extension [Suite] {
  /// Whether a sentence only says that the tests pass, which is a criterion already.
  fileprivate func isKnown(to sentence: String) -> Bool {
    let words = ["every test passes", "all tests pass", "全部测试通过", "所有测试通过"]
    return !isEmpty && words.contains(bareName(sentence))
  }
}

extension LaneText {
  /// The program that works in the lane, where its name is one.
  fileprivate var agent: Agent? {
    people.lazy.compactMap(Agent.kind(of:)).first.map { Agent(lane: id, kind: $0) }
  }
}

extension Agent {
  /// The kind of program that a name is one of.
  static func kind(of name: String) -> String? {
    ["codex", "claude", "gemini", "cursor", "aider", "copilot"]
      .first { name.lowercased().hasPrefix($0) }
  }
}
