package import GateModel

/// What an agent has to know before it works in a lane: Markdown for `LANE.md`.
///
/// - Parameters:
///   - wave: the wave that the lane works in; nil for the lane alone.
///   - frozen: interfaces that are frozen, with the wave that froze each.
package func brief(
  of lane: Lane, in project: Project, wave: Wave?, frozen: [(FrozenInterface, wave: Int)]
) -> String {
  var text = "# Lane \(lane.id)\(lane.title.isEmpty ? "" : ": \(plain(lane.title))")\n\n"
  text += "This file is for whoever works here; it is not committed.\n"
  text += section("What you own", lane.owns.map { "`\($0.description)`" })
  text += section(
    "Parts of files that are yours",
    lane.regions.map { "the region `\($0.name)` of `\($0.file)`" })
  let others = project.lanes.filter { $0.id != lane.id }.map { other in
    let owned = other.owns.prefix(8).map { "`\($0.description)`" }
    let more = other.owns.count > 8 ? " and \(other.owns.count - 8) more" : ""
    return "lane \(other.id): \(owned.joined(separator: ", "))\(more)"
  }
  if lane.id == project.gatekeeper {
    text += section("What others own, and you may touch", others)
  } else {
    let unowned = "any path that no lane owns: it has to be added to `owns:` of one first"
    text += section("What you may not touch", others + [unowned])
  }
  let wavesTasks = wave?.lanes.first { $0.id == lane.id }?.tasks ?? []
  text += section("Tasks in wave \(wave?.number ?? 0)", wavesTasks.map(plain))
  text += section("Tasks of the lane, whatever the wave", lane.tasks.map(plain))
  if let wave {
    let criteria = wave.acceptance.map { criterion in
      "\(plain(criterion.name)): \(criterion.words { MarkdownText.code($0) })"
    }
    text += section("What must hold once wave \(wave.number) is done", criteria)
    text += section(
      "The order of merging", [wave.merge.map(\.description).joined(separator: ", ")])
  }
  text += section(
    "What may not break", frozen.map { "the \($0.rawValue) that wave \($1) froze" })
  text += """

    ## Commands

        gate scope PATH --lane \(lane.id)       may this lane touch this path?
        gate check --profile quick     judge what is committed, by the rules
        gate check                     judge it by everything
        gate conflicts                 who is about to collide with whom

    """
  return text
}

private func section(_ title: String, _ lines: [String]) -> String {
  guard !lines.isEmpty else { return "" }
  return "\n## \(title)\n\n" + lines.map { "- \($0)\n" }.joined()
}

/// A text of the plan on one line.
private func plain(_ text: String) -> String {
  MarkdownText.sentence(text, at: .line)
}
