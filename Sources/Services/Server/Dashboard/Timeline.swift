internal import GateModel
internal import Monitor

// The part of the page that says what agents did.
extension DashboardView {
  /// A band for each agent: what it did in the last hours.
  var timeline: HTML {
    let start = now.advanced(by: .zero - DashboardView.span)
    let rows = board.agents.sorted { $0.agent.id < $1.agent.id }.map { entry -> HTML in
      let bands = bands(of: entry, from: start)
      let width = 1000.0 / DashboardView.span.seconds
      let rects = bands.map { band -> HTML in
        // What has only just begun is seen, too.
        let length = max(2, band.from.duration(to: band.to).seconds * width)
        let x = min(start.duration(to: band.from).seconds * width, 1000 - length)
        return """
          <rect class="\(band.status.rawValue)" x="\(plain(x))" width="\(plain(length))" \
          y="\(20 - band.status.height)" height="\(band.status.height)">\
          <title>\(band.status.words), \(age(band.from.age(at: band.to)))</title></rect>
          """
      }
      let words = bands.suffix(6).map { "\($0.status.words) \(age($0.from.age(at: $0.to)))" }
        .joined(separator: ", then ")
      return """
        <li data-key="band-\(entry.agent.id.description)"><span class="name">\(entry.agent.id.description)</span>
        <svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="\(words)">\(rects)</svg></li>
        """
    }
    let body: HTML =
      rows.isEmpty
      ? "<p class=\"quiet\">No agent seen yet.</p>"
      : "<ul class=\"bands\">\(rows)</ul>\(axis)\(legend)"
    return """
      <section id="timeline" aria-labelledby="timeline-title" data-live>
      <h2 id="timeline-title">The last four hours</h2>\(body)</section>
      """
  }

  /// The hours below the bands. Whoever does not see them hears how long each band is.
  private var axis: HTML {
    let hours = Int(DashboardView.span.seconds) / 3600
    let marks = (1...hours).reversed().map { hour -> HTML in
      "<span>\(hour) h\(hour == hours ? " ago" : "")</span>"
    }
    return "<p class=\"axis\" aria-hidden=\"true\">\(marks)<span>now</span></p>"
  }

  /// What a band's colour and height mean.
  private var legend: HTML {
    let items = StatusGroup.all.map { group -> HTML in
      let height = group.face.height
      return """
        <li><svg viewBox="0 0 20 20" aria-hidden="true"><rect class="\(group.face.rawValue)" width="20" \
        y="\(20 - height)" height="\(height)"/></svg> \(group.words)</li>
        """
    }
    return "<ul class=\"legend\" aria-label=\"What the bands mean\">\(items)</ul>"
  }

  private struct Band {
    var status: Status
    var from: Instant
    var to: Instant
  }

  /// Equal ones beside each other are one. Nothing is drawn of a time of which nothing is known.
  private func bands(of entry: AgentBoard.Entry, from start: Instant) -> [Band] {
    let changes = history[entry.agent.id] ?? []
    var bands: [Band] = []
    var status = changes.first?.from ?? entry.standing.status
    var from = min(now, max(start, beginning(of: entry, changes)))
    for change in changes where change.standing.status != status {
      let at = max(from, change.standing.since)
      if at > from { bands.append(Band(status: status, from: from, to: at)) }
      (status, from) = (change.standing.status, at)
    }
    bands.append(Band(status: status, from: min(from, now), to: now))
    return bands
  }

  /// From when on it is known what an agent did: it was seen, and its changes are all there.
  private func beginning(
    of entry: AgentBoard.Entry, _ changes: [AgentHistory.Change]
  ) -> Instant {
    guard isHistoryCut, let cut = history.values.compactMap(\.first?.at).min() else {
      return entry.firstSeen
    }
    // One that has not changed since has been what it is for as long as it says.
    return max(entry.firstSeen, changes.isEmpty ? min(cut, entry.standing.since) : cut)
  }
}

extension Status {
  /// How high its band is, of 20: what matters is told by more than colour.
  fileprivate var height: Int {
    switch self {
    case .waitingApproval, .waitingInput: 20
    case .error, .dead: 16
    case .running, .starting: 11
    case .done: 6
    case .idle, .unknown: 3
    }
  }
}

private func plain(_ number: Double) -> String { String((number * 10).rounded() / 10) }
