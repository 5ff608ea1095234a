import FoundationEssentials
import GateHooks
import GateModel
import GateRules

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a lane may touch, by the plan of the worktree. It reads no git objects: it is asked before
/// each edit, and answers in milliseconds.
struct Scope {
  let lane: LaneID
  private let root: String
  private let project: Project
  private let ownership: Ownership

  typealias Answer = (isAllowed: Bool, words: String)

  /// - Parameter lane: nil for `GATE_LANE`, or the lane of the current branch.
  init(root: String, lane: String?) throws {
    self.root = root
    project = try worktreePlan(in: root)
    self.lane = try Scope.lane(named: lane, of: project, root)
    ownership = Ownership(lanes: project.lanes)
  }

  /// The answer for a path or `path:line`. A link is asked about twice: an edit goes through it.
  func answer(for text: String, from folder: String) throws -> Answer {
    let target = try Target(text, from: folder, root: root)
    let answer = answer(for: target)
    guard answer.isAllowed, let real = target.behindLinks else { return answer }
    return try self.answer(for: Target(real, from: root, root: realPath(root)))
  }

  /// The answer for an edit of a file whose path has no links: in a file with regions, for each line
  /// that is replaced.
  func answer(for event: EditEvent, _ file: String) throws -> Answer {
    var target = Target(file: RepoPath(file.dropFirst(root.utf8.count + 1)))
    let whole = answer(for: target)
    guard whole.isAllowed, lane != project.gatekeeper, !ownership.claims(in: target.path).isEmpty,
      let text = try? bytes(ofFile: file)  // Not there yet: no regions.
    else { return whole }
    if event.isWhole {
      let words =
        "lane \(lane) owns a part of `\(target.path)`: edit that, do not write the whole file"
      let isShared = ownership.claims(in: target.path).contains { $0.lane != lane }
      return isShared || ownership.owners(of: target.path) != [lane] ? (false, words) : whole
    }
    for replaced in event.replaced {
      for line in lines(of: Array(replaced.utf8), in: text) {
        target.line = line
        let answer = answer(for: target)
        if !answer.isAllowed { return answer }
      }
    }
    return whole
  }

  private static func lane(
    named name: String?, of project: Project, _ root: String
  ) throws -> LaneID {
    let environment = processEnvironment()
    let branch = currentBranch(of: root)
    let named = name ?? environment["GATE_LANE"].flatMap { $0.isEmpty ? nil : $0 }
    if let named {
      guard let id = LaneID(named), project.lane(id) != nil else {
        let names = project.lanes.map(\.id.description)
        let advice = nearest(to: named, among: names).map { "did you mean \($0)?" }
        throw Failure(
          "the plan has no lane `\(named)`",
          hint: advice ?? "it has \(names.joined(separator: ", "))", exit: .usage)
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

  private func answer(for target: Target) -> Answer {
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
      if path == RepoPath(LaneBriefFile.name) {
        return (true, "`\(path)` is the brief of lane \(lane), which no commit gets")
      }
      return (false, "no lane owns `\(path)`; ask the gatekeeper to add it to `owns:`")
    }
    return (false, "`\(path)` belongs to \(project.name(of: owner)); leave it to that lane")
  }
}

/// A path as asked for, relative to the repository, with a line where one is given.
private struct Target {
  var path: RepoPath
  var line: Int?
  /// Where links on the way lead, absolute; nil where there are none.
  var behindLinks: String?

  init(file: RepoPath) {
    path = file
  }

  init(_ text: String, from folder: String, root: String) throws {
    var name = text[...]
    if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]) {
      guard number > 0 else {
        throw Failure("`\(text)` names no line: they count from 1", exit: .usage)
      }
      name = text[..<colon]
      line = number
    }
    let absolute = name.hasPrefix("/") ? String(name) : folder + "/" + name
    let standard = URL(filePath: absolute).standardizedFileURL.path
    if name.isEmpty || standard == root {
      throw Failure("name a file, not the repository itself", exit: .usage)
    }
    guard standard.hasPrefix(root + "/") else {
      throw Failure("`\(name)` is outside the repository", exit: .shut)
    }
    path = RepoPath(standard.dropFirst(root.count + 1))
    let real = realPath(standard)
    if real != realPath(root) + "/" + path.description { behindLinks = real }
  }
}

/// The lines on which a text first stands in another; none where it does not. Lines count from 1.
private func lines(of part: [UInt8], in text: [UInt8]) -> [Int] {
  guard let first = part.first else { return [] }
  var line = 1
  for index in text.indices {
    if text[index] == first, text[index...].starts(with: part) {
      // The end of a last line belongs to it.
      return Array(line...(line + part.dropLast().count { $0 == 0x0A }))
    }
    if text[index] == 0x0A { line += 1 }
  }
  return []
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

/// A path without links on its way, as far as it exists.
func realPath(_ path: String) -> String {
  var (existing, rest) = (path[...], "")
  while !existing.isEmpty {
    if let real = unsafe realpath(String(existing), nil) {
      defer { unsafe free(real) }
      return unsafe String(cString: real) + rest
    }
    guard let slash = existing.lastIndex(of: "/") else { break }
    rest = existing[slash...] + rest
    existing = existing[..<slash]
  }
  return path
}
