import ArgumentParser
import GateModel
import GateProject
import Git

/// `gate plan`: checks and shows the plan of the worktree.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Check and show the plan: lanes by waves, overlaps, files that nobody owns.",
    discussion: """
      Exit code 0: the plan is sound. 1: two lanes claim one path. 2: it cannot be read.

      EXAMPLES
        gate plan
        gate plan --wave 1 --announce
        gate plan --format mermaid
      """)

  @OptionGroup var place: Place
  @Option(help: "Only this wave.") var wave: Int?
  @Flag(help: "The wave in one line, to start its agents with.") var announce = false
  @Option(help: "text, json or mermaid.") var format = PlanFormat.text

  enum PlanFormat: String, ExpressibleByArgument, CaseIterable { case text, json, mermaid }

  func run() throws {
    try answering {
      guard let root = place.projectRoot else {
        throw Failure(
          "there is no gate.yml here or above", hint: "`gate init` writes one", exit: .unjudged)
      }
      let project = try worktreePlan(in: root)
      if let wave, project.wave(wave) == nil {
        throw Failure("the plan has no wave \(wave)", exit: .usage)
      }
      if announce {
        guard let found = wave.flatMap(project.wave) ?? project.waves.first else {
          throw Failure("the plan has no wave to announce", exit: .usage)
        }
        try Console.print(announcement(of: found, in: project) + "\n")
        return 0
      }
      let view = PlanView(project, wave: wave, unowned: unownedFiles(project, root))
      switch format {
      case .text: try Console.print(view.text)
      case .json: try Console.print(view.json.text() + "\n")
      case .mermaid: try Console.print(view.mermaid)
      }
      return view.overlaps.isEmpty ? 0 : 1
    }
  }

  /// The committed files that no lane owns; none outside a repository.
  private func unownedFiles(_ project: Project, _ root: String) -> [RepoPath] {
    let ownership = Ownership(lanes: project.lanes)
    let exceptions = GlobSet(project.rules.unownedExceptions)
    do {
      let repository = try Repository(at: root)
      let tree = try repository.tree(of: repository.commit(named: "HEAD"))
      return try repository.paths(in: tree).filter {
        ownership.owners(of: $0).isEmpty && ownership.claims(in: $0).isEmpty
          && !exceptions.contains($0)
      }
    } catch {
      return []  // Nothing is committed yet: a plan can be written before the first commit.
    }
  }
}

/// `[codex-parallel] mode=4-lanes wave=0 start=ready scope=P0-first no-backward-compat auth=disabled`
private func announcement(of wave: Wave, in project: Project) -> String {
  var words = [
    "[codex-parallel]", "mode=\(wave.lanes.count)-lanes", "wave=\(wave.number)", "start=ready",
  ]
  let priorities = wave.lanes.compactMap { project.lane($0.id)?.priority }
  if let first = priorities.min() { words.append("scope=\(first)-first") }
  if project.rules.levels["no-compat-alias"] != .off { words.append("no-backward-compat") }
  let isAuthExcluded = project.rules.excludedTopics.contains { topic in
    ["auth", "login"].contains { topic.topic.lowercased().contains($0) }
  }
  if isAuthExcluded { words.append("auth=disabled") }
  return words.joined(separator: " ")
}
