internal import GateModel
internal import Monitor

// The parts of the page that say who needs somebody.
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
    // Whoever lets the page be read again comes back to one that is.
    let again: HTML? = refresh.map { "<input type=\"hidden\" name=\"refresh\" value=\"\($0)\">" }
    return """
      <form method="post" action="/agents/\(pathWord(entry.agent.id.description))/ack">
      <input type="hidden" name="history" value="\(entry.history ?? 0)">\(again)
      <button aria-label="Seen: \(title(of: entry))">Seen</button></form>
      """
  }

  /// `Lane B`, or the agent's own name.
  private func title(of entry: AgentBoard.Entry) -> String {
    guard let lane = entry.agent.lane else { return entry.agent.id.description }
    return entry.agent.id.description == lane.description
      ? "Lane \(lane)" : "Lane \(lane), \(entry.agent.id)"
  }
}

extension AgentBoard.Entry {
  /// What it waits for or does; nil where it says nothing.
  var said: String? { standing.detail.flatMap { $0.isEmpty ? nil : $0 } }
}
