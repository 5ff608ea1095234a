internal import GateModel
internal import Monitor

// The part of the page that says what each lane's agents are doing.
extension DashboardView {
  /// A card for each lane, wave by wave; then those that are in no wave, and agents that are in no lane.
  var lanes: HTML {
    var groups = project.waves.map { wave in
      group(
        "wave-\(wave.number)", "Wave \(wave.number): \(wave.title)",
        wave.lanes.map(\.id).filter { currentWave(of: $0) == wave.number })
    }
    let rest = project.lanes.map(\.id).filter { currentWave(of: $0) == nil }
    if !rest.isEmpty { groups.append(group("no-wave", "In no wave", rest)) }
    let strangers = board.agents.filter { entry in
      !(entry.agent.lane.map { lane in project.lanes.contains { $0.id == lane } } ?? false)
    }
    if !strangers.isEmpty {
      let cards = strangers.map { entry -> HTML in
        "<li class=\"card\" data-key=\"card-\(entry.agent.id.description)\" tabindex=\"-1\">\(state(of: entry))</li>"
      }
      groups.append(
        """
        <div class="group" data-key="no-lane"><h3>In no lane</h3><ul class="cards">\(cards)</ul></div>
        """)
    }
    return """
      <section id="lanes" aria-labelledby="lanes-title" data-live><h2 id="lanes-title">Lanes</h2>
      \(groups.isEmpty ? "<p class=\"quiet\">There is no plan here yet: <code>gate init</code> writes one.</p>" as HTML : "\(groups)" as HTML)
      </section>
      """
  }

  /// The first of its waves that is not proved yet, or the last of them.
  private func currentWave(of lane: LaneID) -> Int? {
    let waves = project.waves.filter { wave in wave.lanes.contains { $0.id == lane } }
    let open = waves.first { report(ofWave: $0.number)?.report.verdict != .open }
    return (open ?? waves.last)?.number
  }

  private func group(_ key: String, _ title: String, _ lanes: [LaneID]) -> HTML {
    guard !lanes.isEmpty else { return "" }
    return """
      <div class="group" data-key="\(key)"><h3>\(title)</h3>
      <ul class="cards">\(lanes.map(card))</ul></div>
      """
  }

  private func card(_ id: LaneID) -> HTML {
    let lane = project.lanes.first { $0.id == id }
    let agents = board.agents.filter { $0.agent.lane == id }
    let states: [HTML] =
      agents.isEmpty ? ["<p class=\"quiet\">No agent seen yet.</p>"] : agents.map(state)
    return """
      <li class="card" data-key="card-\(id.description)" tabindex="-1" aria-label="Lane \(id.description)">
      <h4><span class="lane">\(id.description)</span> \(lane?.title ?? "")</h4>
      \(states)\(files(of: id))\(verdict(of: id))</li>
      """
  }

  private func state(of entry: AgentBoard.Entry) -> HTML {
    let name: HTML? =
      entry.agent.id.description == entry.agent.lane?.description
      ? nil : "<span class=\"name\">\(entry.agent.id.description)</span> "
    let why: HTML? = entry.tier.map { tier in
      "<span class=\"why\">by \(tier.name): \(entry.rule ?? "")</span>"
    }
    let kind: HTML? =
      entry.agent.kind == .other
      ? nil : " <span class=\"kind\">· \(entry.agent.kind.rawValue)</span>"
    let background: HTML? =
      entry.backgroundTasks > 0 ? "<span>\(entry.backgroundTasks) in the background</span>" : nil
    let stalled: HTML? =
      entry.isStalled ? "<span class=\"stalled\">nothing new for long</span>" : nil
    let detail: HTML? = entry.said.map { "<span class=\"detail\">\($0)</span>" }
    return """
      <div class="state" data-key="state-\(entry.agent.id.description)">
      <p>\(name)\(entry.standing.status.chip) for \(since(entry.standing.since, now: now))\(kind)</p>
      <p class="more">\(detail)\(background)\(stalled)\(why)</p></div>
      """
  }

  private func files(of lane: LaneID) -> HTML {
    guard let work = work[lane], let branch = work.branch else {
      return "<p class=\"files quiet\">No branch yet.</p>"
    }
    let foreign: HTML? =
      work.foreign.isEmpty
      ? nil
      : """
      <details class="foreign"><summary>\(counted(work.foreign.count, "foreign file")) touched</summary>
      <ul>\(work.foreign.prefix(20).map { path in "<li><code>\(path.description)</code></li>" as HTML })</ul></details>
      """
    let uncommitted: HTML? =
      work.uncommitted == 0 ? nil : ", \(counted(work.uncommitted, "file")) not committed"
    return """
      <p class="files"><code>\(branch)</code>: \(counted(work.ahead, "commit")) ahead, \
      \(counted(work.owned.count, "own file")) touched\(uncommitted)</p>\(foreign)
      """
  }

  private func verdict(of lane: LaneID) -> HTML {
    guard let stored = report(of: lane) else {
      return "<p class=\"verdict quiet\">Not judged yet.</p>"
    }
    return """
      <p class="verdict">\(stored.report.verdict.chip) \(since(stored.at, now: now)) ago: \
      \(prose(stored.report.summary))\(stored.origin)</p>
      """
  }
}

/// `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
