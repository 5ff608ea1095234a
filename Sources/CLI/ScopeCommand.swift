import ArgumentParser
import FoundationEssentials
import GateModel
import GateRules

/// `gate scope`: may this lane touch this path? For editors and agents, before the edit; it reads the
/// plan of the worktree and no git objects.
struct ScopeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scope",
    abstract: "May this lane touch this path, or this line of it?",
    discussion: """
      Exit code 0: yes. 1: no. The lane comes from --lane, GATE_LANE, or the current branch.

      EXAMPLES
        gate scope src/app.py --lane B
        gate scope web/page.html:12
      """)

  @OptionGroup var place: Place
  @Argument(help: "Paths, or path:line.") var paths: [String]
  @Option(help: "The lane that asks.") var lane: String?

  func run() throws {
    try answering {
      guard let root = place.projectRoot else {
        throw Failure(
          "there is no gate.yml here or above", hint: "`gate init` writes one", exit: .unjudged)
      }
      let project = try worktreePlan(in: root)
      let lane = try lane(of: project, root)
      let ownership = Ownership(lanes: project.lanes)
      var code: Int32 = 0
      for path in paths {
        let target = try Target(path, from: place.path, root: root)
        let answer = answer(for: target, lane, project, ownership, root)
        Console.print("\(answer.isAllowed ? "yes" : "no"): \(answer.words)\n")
        if !answer.isAllowed { code = 1 }
      }
      return code
    }
  }

  private func lane(of project: Project, _ root: String) throws -> LaneID {
    let environment = processEnvironment()
    let branch = currentBranch(of: root)
    let named = lane ?? environment["GATE_LANE"].flatMap { $0.isEmpty ? nil : $0 }
    if let named {
      guard let id = LaneID(named), project.lane(id) != nil else {
        let names = project.lanes.map(\.id.description)
        let advice = nearest(to: named, among: names).map { "did you mean \($0)?" }
        throw Failure(
          "the plan has no lane `\(named)`",
          hint: advice ?? "it has \(names.joined(separator: ", "))",
          exit: .unjudged)
      }
      return id
    }
    let matching = project.lanes.filter { lane in
      guard let pattern = lane.branch, let branch else { return false }
      return GlobSet([pattern]).contains(RepoPath(branch))
    }
    guard let found = matching.first, matching.count == 1 else {
      throw Failure(
        "no lane is named, and the branch `\(branch ?? "HEAD")` belongs to none",
        hint: "pass --lane, or set GATE_LANE", exit: .unjudged)
    }
    return found.id
  }

  private func answer(
    for target: Target, _ lane: LaneID, _ project: Project, _ ownership: Ownership, _ root: String
  ) -> (isAllowed: Bool, words: String) {
    let path = target.path
    if lane == project.gatekeeper { return (true, "lane \(lane) is the gatekeeper's") }
    let owners = ownership.owners(of: path)
    let claims = ownership.claims(in: path)
    if let line = target.line, !claims.isEmpty,
      let text = try? bytes(ofFile: root + "/" + path.description),  // Not there yet: no regions.
      let region = RegionMap(lines: String(decoding: text, as: UTF8.self).lines).region(at: line),
      let owner = ownership.owner(ofRegion: region.name, in: path)
    {
      let words = "the region `\(region.name)` of `\(path)` belongs to \(project.name(of: owner))"
      return (owner == lane, words)
    }
    if owners == [lane] { return (true, "lane \(lane) owns `\(path)`") }
    let own = claims.filter { $0.lane == lane }.map { "`\($0.name)`" }
    if !own.isEmpty, target.line == nil {
      return (
        true, "lane \(lane) owns the region \(own.joined(separator: ", ")) of `\(path)`, only"
      )
    }
    guard let owner = owners.first else {
      return (false, "no lane owns `\(path)`; ask the gatekeeper to add it to `owns:`")
    }
    return (false, "`\(path)` belongs to \(project.name(of: owner)); leave it to that lane")
  }
}

/// A path as asked for, relative to the repository, with a line where one is given.
private struct Target {
  var path: RepoPath
  var line: Int?

  init(_ text: String, from folder: String, root: String) throws {
    var name = text[...]
    if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]),
      number > 0
    {
      name = text[..<colon]
      line = number
    }
    let absolute = name.hasPrefix("/") ? String(name) : folder + "/" + name
    let standard = URL(filePath: absolute).standardizedFileURL.path
    guard standard.hasPrefix(root + "/") else {
      throw Failure("`\(name)` is outside the repository", exit: .shut)
    }
    path = RepoPath(standard.dropFirst(root.count + 1))
  }
}

/// The branch by HEAD's own text, in a repository or a linked worktree; nil when it is detached.
private func currentBranch(of root: String) -> String? {
  func text(_ path: String) -> String? {
    (try? bytes(ofFile: path)).map { String(decoding: $0, as: UTF8.self).trimmed }  // Not there.
  }
  var folder = root + "/.git"
  if let link = text(folder), link.hasPrefix("gitdir:") {
    let target = link.dropFirst("gitdir:".count).trimmed
    folder = target.hasPrefix("/") ? target : root + "/" + target
  }
  guard let head = text(folder + "/HEAD"), head.hasPrefix("ref: refs/heads/") else { return nil }
  return String(head.dropFirst("ref: refs/heads/".count))
}
