internal import GateModel
internal import Monitor

// The parts of the page that say what the gate said.
extension DashboardView {
  /// Each wave: who is merged in which order, and what has to hold at its end.
  var waves: HTML {
    let items = project.waves.map { wave -> HTML in
      let stored = report(ofWave: wave.number)
      let order = wave.merge.map { lane -> HTML in
        let standing = stored?.report.proof?.lanes.first { $0.id == lane }
        let words: HTML? = standing.map { ": \($0.standing.rawValue)" }
        return "<li>\(lane.description)\(words)</li>"
      }
      let criteria = wave.acceptance.map { criterion -> HTML in
        let outcome = stored?.report.outcomes.first { outcome in
          if case .acceptance(let name) = outcome.check.id { name == criterion.name } else { false }
        }
        return "<li>\(outcome?.result.chip ?? notTried) \(criterion.name)</li>"
      }
      let verdict: HTML =
        stored.map { "\($0.report.verdict.chip) \(since($0.at, now: now)) ago" } ?? "not proved yet"
      let after: HTML? = wave.after.map { ", after wave \($0)" }
      return """
        <li class="wave" data-key="wave-\(wave.number)"><h3>Wave \(wave.number): \(wave.title)</h3>
        <p>\(verdict)\(after)</p><h4>Merged in this order</h4><ol class="order">\(order)</ol>
        \(criteria.isEmpty ? "" : "<h4>Accepted when</h4><ul class=\"criteria\">\(criteria)</ul>" as HTML)</li>
        """
    }
    return """
      <section id="waves" aria-labelledby="waves-title" data-live><h2 id="waves-title">Waves</h2>
      \(items.isEmpty ? "<p class=\"quiet\">The plan has no waves.</p>" : "<ul class=\"waves\">\(items)</ul>" as HTML)</section>
      """
  }

  private var notTried: HTML {
    "<span class=\"chip unknown\"><span aria-hidden=\"true\">?</span> not tried</span>"
  }

  /// The last reports, whole enough to act on.
  var gateReports: HTML {
    let items = reports.prefix(8).enumerated().map { index, stored -> HTML in
      let report = stored.report
      let subject: HTML =
        report.lane.map { "lane \($0.description)" } ?? report.wave.map { "wave \($0)" }
        ?? "a change"
      let commit = report.head.commit.map { String($0.description.prefix(10)) } ?? ""
      let failing = report.outcomes.filter { $0.result.isBad }
      let details = failing.map { outcome -> HTML in
        let findings = outcome.findings.prefix(10).map { finding -> HTML in
          let place: HTML? = finding.path.map { path in
            "<code>\(path.description)\(finding.line.map { ":\($0)" } ?? "")</code> "
          }
          return "<li>\(place)\(prose(finding.message))</li>"
        }
        return "<li>\(outcome.result.chip) \(outcome.check.id.description)<ul>\(findings)</ul></li>"
      }
      let next = report.next.prefix(5).map { "<li>\(prose($0))</li>" as HTML }
      let rows = report.outcomes.map { outcome -> HTML in
        """
        <tr class="\(outcome.result.name)"><td>\(outcome.check.id.description)</td>\
        <td>\(outcome.result.name)</td><td>\(prose(outcome.check.reason))</td></tr>
        """
      }
      return """
        <li class="report" data-key="report-\(commit)-\(stored.at.microseconds.description)" tabindex="-1">
        <details\(index == 0 && report.verdict != .open ? " open" as HTML : "")><summary>\(report.verdict.chip) \(subject), \
        <code>\(report.head.ref)</code> <code>\(commit)</code>, \(since(stored.at, now: now)) ago\(stored.origin)</summary>
        <p>\(prose(report.summary))</p>
        \(next.isEmpty ? "" : "<h4>Next</h4><ol>\(next)</ol>" as HTML)
        \(details.isEmpty ? "" : "<ul class=\"failing\">\(details)</ul>" as HTML)
        <table><caption class="hidden">Checks of this report</caption>
        <thead><tr><th scope="col">check</th><th scope="col">outcome</th><th scope="col">why</th></tr></thead>
        <tbody>\(rows)</tbody></table></details></li>
        """
    }
    return """
      <section id="reports" aria-labelledby="reports-title" data-live><h2 id="reports-title">Gate reports</h2>
      \(items.isEmpty ? "<p class=\"quiet\">No report yet: <code>gate check</code> writes one.</p>" : "<ul class=\"reports\">\(items)</ul>" as HTML)
      </section>
      """
  }

  /// Who is about to collide with whom.
  var matrix: HTML {
    let body: HTML
    if conflicts == nil {
      body =
        "<p class=\"quiet\">Not known: the lanes are not held against each other yet. <code>gate conflicts</code> tries it and says why.</p>"
    } else if let conflicts, conflicts.lanes.count > 1 {
      let names = conflicts.lanes.map(\.lane)
      let head = names.map { "<th scope=\"col\">\($0.description)</th>" as HTML }
      let rows = names.map { row -> HTML in
        "<tr data-key=\"row-\(row.description)\"><th scope=\"row\">\(row.description)</th>\(names.map { cell(row, $0, conflicts) })</tr>"
      }
      let list = conflicts.pairs.flatMap { pair in
        pair.conflicts.prefix(10).map { conflict -> HTML in
          """
          <li>\(pair.a.description) and \(pair.b.description), \(conflict.kind.rawValue):
          <code>\(conflict.path.description)\(conflict.line.map { ":\($0)" } ?? "")</code> \(prose(conflict.message))</li>
          """
        }
      }
      body = """
        <div class="wide" tabindex="0" role="region" aria-label="Conflict matrix"><table class="matrix">
        <caption class="hidden">Conflicts between lanes</caption>
        <thead><tr><td></td>\(head)</tr></thead><tbody>\(rows)</tbody></table></div><ul class="clashes">\(list)</ul>
        """
    } else {
      body = "<p class=\"quiet\">Fewer than two lanes have changes.</p>"
    }
    return """
      <section id="conflicts" aria-labelledby="conflicts-title" data-live>
      <h2 id="conflicts-title">Conflicts</h2>\(body)</section>
      """
  }

  private func cell(_ row: LaneID, _ column: LaneID, _ conflicts: LaneConflicts) -> HTML {
    if row == column { return "<td class=\"self\">·</td>" }
    let pair = conflicts.pairs.first {
      ($0.a == row && $0.b == column) || ($0.a == column && $0.b == row)
    }
    guard let pair else { return "<td class=\"unknown\">?</td>" }
    if !pair.unjudged.isEmpty, pair.conflicts.isEmpty {
      return "<td class=\"unknown\">? <span class=\"hidden\">not told</span></td>"
    }
    return pair.conflicts.isEmpty
      ? "<td class=\"free\">✓ <span class=\"hidden\">none</span></td>"
      : "<td class=\"clash\">✕ \(pair.conflicts.count)</td>"
  }
}

extension StoredReport {
  /// Where it is from, where that matters.
  var origin: HTML? { isLanesOwn ? ", <span class=\"origin\">by the lane itself</span>" : nil }
}

extension Verdict {
  var chip: HTML {
    switch self {
    case .open: "<span class=\"chip done\"><span aria-hidden=\"true\">✓</span> open</span>"
    case .shut: "<span class=\"chip error\"><span aria-hidden=\"true\">✕</span> shut</span>"
    case .unjudged:
      "<span class=\"chip unknown\"><span aria-hidden=\"true\">?</span> not judged</span>"
    }
  }
}

extension Outcome.Result {
  fileprivate var isBad: Bool {
    switch self {
    case .failed, .broken: true
    case .passed, .cached, .skipped: false
    }
  }

  fileprivate var chip: HTML {
    switch self {
    case .passed, .cached:
      "<span class=\"chip done\"><span aria-hidden=\"true\">✓</span> \(name)</span>"
    case .failed: "<span class=\"chip error\"><span aria-hidden=\"true\">✕</span> \(name)</span>"
    case .broken, .skipped:
      "<span class=\"chip unknown\"><span aria-hidden=\"true\">?</span> \(name)</span>"
    }
  }
}
