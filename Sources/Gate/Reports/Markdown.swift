package import GateModel

/// The report for people, as GitHub and GitLab show it: the verdict, what to do, then the evidence.
package func markdown(_ report: Report) -> String {
  let parts = [
    title(report), next(report), checks(report), failures(report), files(report),
    describing(report), remarks(report),
  ]
  return parts.filter { !$0.isEmpty }.joined(separator: "\n")
}

private func title(_ report: Report) -> String {
  let word =
    switch report.verdict {
    case .open: "✅ OPEN"
    case .shut: "⛔ SHUT"
    case .unjudged: "⚠️ COULD NOT JUDGE"
    }
  let lane = report.lane.map { " · lane \(MarkdownText.code($0.description))" } ?? ""
  let wave = report.wave.map { " · wave \($0)" } ?? ""
  return """
    # Gate: \(word): \(MarkdownText.plain(report.summary))

    \(MarkdownText.code(report.head.ref)) (\(commit(report.head))) into \
    \(MarkdownText.code(report.base.ref)) (\(commit(report.base)))\(lane)\(wave) · \
    profile \(MarkdownText.code(report.profile))

    """
}

private func commit(_ revision: Revision) -> String {
  revision.commit.map { $0.short } ?? "not committed"
}

private func next(_ report: Report) -> String {
  guard !report.next.isEmpty else { return "" }
  let steps = report.next.enumerated().map { "\($0 + 1). \(MarkdownText.plain($1))\n" }
  return "## What to do next\n\n" + steps.joined()
}

private func checks(_ report: Report) -> String {
  let rows = report.outcomes.map { outcome in
    let (sign, reason) = sign(outcome)
    let findings = outcome.findings.count { $0.level != .note }
    let tests = outcome.tests.map {
      "\($0.passed) passed, \($0.failed) failed, \($0.skipped) skipped"
    }
    let found = tests ?? (findings == 0 ? "" : "\(findings)")
    let time = outcome.result == .skipped ? "" : seconds(outcome.seconds)
    return
      "| \(MarkdownText.code(outcome.check.id.description)) | \(sign) | \(found) | \(time) | "
      + "\(MarkdownText.plain(reason)) |\n"
  }
  return """
    ## Checks

    | check | outcome | found | time | why |
    | --- | --- | --- | ---: | --- |
    \(rows.joined())
    """
}

private func sign(_ outcome: Outcome) -> (String, reason: String) {
  switch outcome.result {
  case .passed where outcome.findings.contains { $0.level == .warning }:
    ("⚠️ passed", outcome.check.reason)
  case .passed: ("✅ passed", outcome.check.reason)
  case .failed: ("⛔ failed", outcome.check.reason)
  case .broken(let why): ("⚠️ broken", why)
  case .skipped: ("➖ skipped", outcome.check.reason)
  case .cached: ("✅ cached", outcome.check.reason)
  }
}

func seconds(_ seconds: Double) -> String {
  seconds < 1
    ? "\(Int((seconds * 1000).rounded())) ms" : "\((seconds * 10).rounded() / 10) s"
}

/// Everything that a check holds against the change, and the tests that failed.
private func failures(_ report: Report) -> String {
  var text = ""
  let findings = report.findings
  if !findings.isEmpty {
    text += "## Findings\n\n"
    for finding in findings {
      let place = finding.path.map { path in
        MarkdownText.code("\(path)\(finding.line.map { ":\($0)" } ?? "")") + " "
      }
      let hint = finding.hint.map { "; \(MarkdownText.plain($0))" } ?? ""
      text +=
        "- **\(finding.level.rawValue)** \(place ?? "")"
        + "\(MarkdownText.plain(finding.message))\(hint) (\(MarkdownText.code(finding.rule)))\n"
    }
    text += "\n"
  }
  for outcome in report.outcomes {
    let failures = outcome.tests?.failures ?? []
    guard !failures.isEmpty || outcome.output != nil else { continue }
    text += "## \(MarkdownText.code(outcome.check.id.description))\n\n"
    for failure in failures.prefix(20) {
      let place = failure.path.map { path in
        " at " + MarkdownText.code("\(path)\(failure.line.map { ":\($0)" } ?? "")")
      }
      text += "**\(MarkdownText.plain(failure.id))**\(place ?? "")\n\n"
      if !failure.message.isEmpty { text += MarkdownText.block(failure.message) + "\n" }
    }
    if failures.count > 20 { text += "and \(failures.count - 20) more failing tests\n\n" }
    if let output = outcome.output {
      text += "<details><summary>the end of its output</summary>\n\n"
      text += MarkdownText.block(output) + "\n</details>\n\n"
    }
  }
  return text
}

private let maximumFiles = 300

private func files(_ report: Report) -> String {
  guard !report.files.isEmpty else { return "" }
  let lanes = Dictionary(grouping: report.files, by: { $0.lane })
  let order = lanes.keys.sorted { a, b in
    guard let a else { return false }
    return b.map { a < $0 } ?? true
  }
  let parts = order.map { lane -> String in
    let files = lanes[lane] ?? []
    return "\(lane.map { "lane \($0)" } ?? "no lane") \(files.count)"
  }
  var text = "## Changed files\n\n<details><summary>\(report.files.count) in all: "
  text += parts.joined(separator: ", ") + "</summary>\n\n"
  text += "| file | status | lane | lines |\n| --- | --- | --- | ---: |\n"
  for file in report.files.prefix(maximumFiles) {
    let old = file.oldPath.map { " from \(MarkdownText.code($0.description))" } ?? ""
    let lines = file.added.flatMap { added in file.removed.map { "+\(added) −\($0)" } } ?? ""
    text += "| \(MarkdownText.code(file.path.description)) | \(file.status.rawValue)\(old) | "
    text += "\(file.lane.map { $0.description } ?? "–") | \(lines) |\n"
  }
  if report.files.count > maximumFiles {
    text += "\nand \(report.files.count - maximumFiles) more\n"
  }
  return text + "\n</details>\n"
}

private func describing(_ report: Report) -> String {
  guard !report.description.isEmpty else { return "" }
  let sections = report.description.map { section in
    let text = section.text.map { $0.isEmpty ? "*empty*" : quoted($0) } ?? "*missing*"
    return "**\(MarkdownText.plain(section.name))**\n\n\(text)\n"
  }
  return "## Description\n\n<details><summary>as found</summary>\n\n"
    + sections.joined(separator: "\n") + "\n</details>\n"
}

private func quoted(_ text: String) -> String {
  text.lines.prefix(30).map { "> \(MarkdownText.plain(String($0)))" }.joined(separator: "  \n")
}

private func remarks(_ report: Report) -> String {
  report.remarks.map { "> \(MarkdownText.plain($0))\n" }.joined()
}
