internal import GateModel

extension PlanDocument {
  /// The waves with their lanes; where a document has none, one with all lanes.
  mutating func planWaves(_ project: Project) -> [Wave] {
    if waves.isEmpty {
      remarks.append(Remark(line: 1, message: "the plan has no waves: all lanes are in wave 0"))
      waves = [WaveText(number: 0, line: 1, title: "All lanes")]
    }
    waves.sort { $0.number < $1.number }
    var before: Int?
    var made: [Wave] = []
    for index in waves.indices {
      let members = members(of: index, project)
      let wave = waves[index]
      let after = wave.after ?? before
      let isKnown = after.map { number in made.contains { $0.number == number } } ?? true
      if !isKnown, let after {
        remarks.append(
          Remark(
            line: wave.line,
            message: "wave \(wave.number) cannot come after wave \(after); left out"))
      }
      made.append(
        Wave(
          number: wave.number, title: wave.title, after: isKnown ? after : before, lanes: members,
          merge: order(of: members.map(\.id), wave, project), freezes: wave.freezes,
          acceptance: suiteCriteria(project)))
      before = wave.number
    }
    return made
  }

  /// The lanes that the document puts in a wave; else those of the priority in its title, else all.
  private mutating func members(of index: Int, _ project: Project) -> [WaveLane] {
    let wave = waves[index]
    if !wave.members.isEmpty {
      return wave.members.map { WaveLane(id: $0.lane, tasks: $0.tasks) }
    }
    let words = wave.title.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let urgent = project.lanes.filter { lane in
      lane.id == project.gatekeeper || lane.priority.map { words.contains($0) } == true
    }
    let isByPriority = urgent.contains { $0.id != project.gatekeeper }
    let lanes = isByPriority ? urgent : project.lanes
    waves[index].notes.append(
      "the document does not say which lanes: \(isByPriority ? "those of the title's priority" : "all")"
    )
    return lanes.map { WaveLane(id: $0.id, tasks: []) }
  }

  /// The wave's own order, or the document's; the lanes that it leaves out follow, the gatekeeper last.
  private mutating func order(
    of members: [LaneID], _ wave: WaveText, _ project: Project
  ) -> [LaneID] {
    let said = wave.merge.isEmpty ? merge : wave.merge
    var order: [LaneID] = []
    for name in said {
      guard let id = members.first(where: { $0.description.lowercased() == name.lowercased() }),
        !order.contains(id)
      else { continue }
      order.append(id)
    }
    if !wave.merge.isEmpty, order.isEmpty {
      remarks.append(
        Remark(
          line: wave.line, message: "the merge order of wave \(wave.number) names none of its lanes"
        ))
    }
    let rest = members.filter { !order.contains($0) }
    return order + rest.filter { $0 != project.gatekeeper }
      + rest.filter { $0 == project.gatekeeper }
  }
}
