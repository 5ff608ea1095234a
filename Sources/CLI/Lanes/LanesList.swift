import ArgumentParser
import GateModel
import GatePipeline
import GateReports
import Git

/// `gate lanes list`: where each lane is worked on.
struct LanesList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Say where each lane is worked on, and what is not committed.",
    discussion: """
      EXAMPLES
        gate lanes list
        gate lanes list --wave 1 --format json
      """)

  @OptionGroup var place: Place
  @Option(help: "Only the lanes of this wave.") var wave: Int?
  @Option(help: "Print it as: text, json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let places = try LanePlaces(
        in: place.path, wave: wave, named: [],
        ci: CIContext(environment: processEnvironment()))
      try Console.print(format == .json ? json(places).text() + "\n" : text(places))
      return 0
    }
  }

  private func text(_ places: LanePlaces) -> String {
    let width = places.lanes.map { $0.lane.id.description.count }.max() ?? 0
    var text = places.lanes.map { place in
      let id = place.lane.id.description
      let gap = String(repeating: " ", count: width - id.count)
      return "\(id)\(gap)  \(words(place, places).visible())\n"
    }.joined()
    for orphan in places.orphans {
      text += "gone: the worktree `\(orphan.folder.visible())`\n"
    }
    if !places.orphans.isEmpty { text += "  → gate lanes stop --orphans forgets it\n" }
    return text
  }

  private func words(_ place: LanePlace, _ places: LanePlaces) -> String {
    guard let branch = place.branch else {
      return place.doubt.map { "\($0.reason); \($0.advice(for: "gate lanes start"))" }
        ?? "no branch"
    }
    guard place.tip != nil else { return "not started (\(branch))" }
    var words = "\(branch), \(place.ahead) commit\(place.ahead == 1 ? "" : "s") ahead"
    if place.behind > 0 { words += ", \(place.behind) behind \(places.base.ref)" }
    if let worktree = place.worktree { words += ", in \(worktree.folder)" }
    if place.worktree.map({ !$0.isWhole && $0.lock != nil }) == true {
      return words + ", not all there: gate lanes start \(place.lane.id)"
    }
    if !place.uncommitted.isEmpty {
      let count = place.uncommitted.count
      words += ", \(count) file\(count == 1 ? "" : "s") not committed"
    }
    return words
  }

  private func json(_ places: LanePlaces) -> JSON {
    .object([
      "schema": "gate-lanes/1",
      "lanes": .array(
        places.lanes.map { place in
          .object([
            "lane": .string(place.lane.id.description),
            "branch": place.branch.map { .string($0) } ?? .null,
            "unclear": place.doubt.map { .string($0.reason) } ?? .null,
            "advice": place.doubt.map { .string($0.advice(for: "gate lanes start")) } ?? .null,
            "commit": place.tip.map { .string($0.description) } ?? .null,
            "ahead": .integer(place.ahead),
            "behind": .integer(place.behind),
            "worktree": place.worktree.map { .string($0.folder) } ?? .null,
            "uncommitted": .array(place.uncommitted.map { .string($0) }),
          ])
        }),
      "orphans": .array(places.orphans.map { .string($0.folder) }),
    ])
  }
}
