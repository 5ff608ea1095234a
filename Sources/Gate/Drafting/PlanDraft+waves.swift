internal import GateModel

extension PlanDocument {
  /// The waves with their lanes; where a document has none, one with all lanes.
  mutating func planWaves(_ project: Project, _ notes: inout [LaneID: [String]]) -> [Wave] {
    if waves.isEmpty {
      remarks.append(Remark(line: 1, message: "the plan has no waves: all lanes are in wave 0"))
      waves = [WaveText(number: 0, line: 1, title: "All lanes")]
      waves[0].members = lanes.map { ($0.id, []) }
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
          acceptance: suiteCriteria(project) + commands(wave.acceptance)))
      before = wave.number
    }
    for lane in lanes where !lane.acceptance.isEmpty {
      // What a lane has to reach holds when its last wave is done.
      if let last = made.lastIndex(where: { $0.lanes.contains { $0.id == lane.id } }) {
        made[last].acceptance += commands(lane.acceptance, "lane \(lane.id): ")
      } else {
        notes[lane.id, default: []] += lane.acceptance.map { "accepted when: \($0.text)" }
        let message = "kept only as a comment: lane \(lane.id) is in no wave that could try it"
        remarks.append(Remark(line: lane.acceptance[0].line, message: message))
      }
    }
    return made
  }

  private func commands(_ said: [Said], _ prefix: String = "") -> [Criterion] {
    said.compactMap { CommandText($0.text) }.map {
      Criterion(
        name: prefix + $0.run, probe: .run($0.run, exit: $0.exit), serve: false,
        location: Location(file: "", line: 1, column: 1))
    }
  }

  /// The lanes that the document puts in a wave; else those that its words name by title, else those
  /// of the priority in its title, else all.
  private mutating func members(of index: Int, _ project: Project) -> [WaveLane] {
    let wave = waves[index]
    var named: [LaneID] = []
    for said in wave.lists {
      let found = lanes(listedIn: said.text)
      named += found.lanes.filter { !named.contains($0) }
      let unknown = found.lanes.isEmpty ? [said.text] : found.unknown
      for words in unknown {
        remarks.append(
          Remark(line: said.line, message: "names no lane, or several: \(excerpt(words))"))
      }
    }
    named += wave.members.map(\.lane).filter { !named.contains($0) }
    if named.isEmpty {
      named = lanes(called: wave.title)
      for text in wave.notes {
        named += lanes(mentionedIn: text).filter { !named.contains($0) }
      }
      if !named.isEmpty { say("lanes by their titles: \(list(named))", of: index) }
    }
    if !named.isEmpty {
      return named.map { lane in
        WaveLane(id: lane, tasks: wave.members.first { $0.lane == lane }?.tasks ?? [])
      }
    }
    let words = wave.title.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let urgent = project.lanes.filter { lane in
      lane.id == project.gatekeeper || lane.priority.map { words.contains($0) } == true
    }
    let isByPriority = urgent.contains { $0.id != project.gatekeeper }
    let what = isByPriority ? "those of the title's priority" : "all"
    say("the document does not say which lanes: \(what)", of: index)
    return (isByPriority ? urgent : project.lanes).map { WaveLane(id: $0.id, tasks: []) }
  }

  /// Notes how a wave got its lanes, in its file and among the remarks.
  private mutating func say(_ message: String, of index: Int) {
    waves[index].notes.append(message)
    remarks.append(
      Remark(line: waves[index].line, message: "wave \(waves[index].number): \(message)"))
  }

  private func list(_ lanes: [LaneID]) -> String {
    lanes.map(\.description).joined(separator: ", ")
  }

  /// The wave's own order, or the document's; the lanes that it leaves out follow, the gatekeeper last.
  private mutating func order(
    of members: [LaneID], _ wave: WaveText, _ project: Project
  ) -> [LaneID] {
    var order: [LaneID] = []
    for said in wave.merge.isEmpty ? merge : wave.merge {
      let found = lanes(listedIn: said.text)
      order += found.lanes.filter { members.contains($0) && !order.contains($0) }
      let strangers = found.lanes.filter { !members.contains($0) }.map { "lane \($0)" }
      guard !wave.merge.isEmpty else { continue }
      for word in strangers + found.unknown {
        let message = "not used of the merge order of wave \(wave.number): \(excerpt(word))"
        remarks.append(Remark(line: said.line, message: message))
      }
    }
    let rest = members.filter { !order.contains($0) }
    return order + rest.filter { $0 != project.gatekeeper }
      + rest.filter { $0 == project.gatekeeper }
  }
}
