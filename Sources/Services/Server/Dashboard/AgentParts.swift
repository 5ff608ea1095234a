internal import GateModel
internal import Monitor

// The parts of the page that say what agents are doing.
extension DashboardView {
  /// The health summary: how many agents need somebody, run, are at rest.
  var summary: HTML {
    let items = StatusGroup.all.map { group -> HTML in
      let count = board.agents.count { group.statuses.contains($0.standing.status) }
      return """
        <li class="count \(group.face.rawValue)\(count == 0 ? " none" : "")" data-key="count-\(group.face.rawValue)">
        <span class="shape" aria-hidden="true">\(group.face.shape)</span>
        <b>\(count)</b> <span>\(group.words)</span></li>
        """
    }
    return
      "<ul id=\"summary\" class=\"summary\" aria-label=\"Agents by status\" data-live>\(items)</ul>"
  }

  /// Who waits for a human, the longest first.
  var needsYou: HTML {
    let waiting = board.agents.filter(\.standing.status.needsHuman)
      .sorted { ($0.standing.since, $0.agent.id) < ($1.standing.since, $1.agent.id) }
    let rows = waiting.map { entry -> HTML in
      """
      <li class="ask\(entry.acknowledged == nil ? "" : " seen")" data-key="ask-\(entry.agent.id.description)" tabindex="-1">
      \(entry.standing.status.chip)
      <span class="who">\(title(of: entry))</span>
      \(entry.said.map { "<span class=\"what\">\($0)</span>" as HTML } ?? silence)
      <span class="age">for \(since(entry.standing.since, now: now))</span>
      \(acknowledgement(of: entry))
      </li>
      """
    }
    let body: HTML =
      waiting.isEmpty
      ? "<p class=\"quiet\" data-key=\"none\">Nobody waits for you.</p>" : "<ol>\(rows)</ol>"
    return """
      <section id="needs-you" aria-labelledby="needs-you-title" data-live>
      <h2 id="needs-you-title">Needs you</h2>\(body)</section>
      """
  }

  private var silence: HTML { "<span class=\"what silent\">It does not say what for.</span>" }

  private func acknowledgement(of entry: AgentBoard.Entry) -> HTML {
    if let seen = entry.acknowledged {
      return "<span class=\"seen-by\">seen by \(seen.by), \(since(seen.at, now: now)) ago</span>"
    }
    return """
      <form method="post" action="/agents/\(pathWord(entry.agent.id.description))/ack">
      <input type="hidden" name="history" value="\(entry.history ?? 0)">
      <button aria-label="Seen: \(title(of: entry))">Seen</button></form>
      """
  }

  /// `Lane B`, or the agent's own name.
  private func title(of entry: AgentBoard.Entry) -> String {
    guard let lane = entry.agent.lane else { return entry.agent.id.description }
    return entry.agent.id.description == lane.description
      ? "Lane \(lane)" : "Lane \(lane), \(entry.agent.id)"
  }

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
      \(prose(stored.report.summary))</p>
      """
  }
}

extension AgentBoard.Entry {
  /// What it waits for or does; nil where it says nothing.
  fileprivate var said: String? { standing.detail.flatMap { $0.isEmpty ? nil : $0 } }
}

/// `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
