package import GateModel

/// A lane changes only what it owns.
struct LaneScope: Rule {
  let id = "lane-scope"
  let summary = "A lane changes only the paths and regions that it owns."
  let defaultLevel = RuleLevel.error
  let explanation = """
    Every path that a change touches has to belong to the lane that the change comes from. A rename \
    counts on both sides; a deleted file belongs to its owner. In a file with regions, lines inside \
    a region belong to the lane that claims it, the rest to the owner of the file; the marker lines \
    belong to their region. The gatekeeper's lane may change everything.

    The lane comes from `--lane` (or `GATE_LANE`), from a `Lane:` trailer in the commits, or from \
    the branch, where it fits the `branch:` pattern of a lane. Two that disagree are an error; none \
    at all cannot be judged.

    Work that two lanes both need is a wave of its own, or a region with its own markers.
    """

  func reasonToSkip(_ project: Project) -> String? {
    project.lanes.isEmpty ? "the plan has no lanes" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    switch subject.lane {
    case .none: throw CannotJudge(LaneScope.noLane)
    case .unknown(let claim): return [unknownLane(claim, in: subject.project)]
    case .conflict(let a, let b): return [conflict(a, b)]
    case .settled(let lane):
      if lane == subject.project.gatekeeper { return [] }
      return try subject.change.files.flatMap { try findings(for: $0, of: lane, in: subject) }
    }
  }

  private func findings(
    for file: ChangedFile, of lane: LaneID, in subject: RuleCase
  ) throws -> [Finding] {
    if file.paths.allSatisfy({ subject.ownership.claims(in: $0).isEmpty }) {
      return file.paths.compactMap { path in
        let owners = subject.ownership.owners(of: path)
        return owners == [lane] ? nil : foreign(path, owners, lane, subject)
      }
    }
    if file.status == .modified { return try regionFindings(for: file, of: lane, in: subject) }
    // A file with regions that appears, moves or goes: each owner of a part has a say.
    return file.paths.compactMap { path in
      let owners = subject.ownership.owners(of: path)
      let others = subject.ownership.claims(in: path).filter { $0.lane != lane }
      if owners == [lane], others.isEmpty || file.status == .added { return nil }
      if let other = others.first, owners.isEmpty || owners == [lane] {
        return foreignRegion(path, nil, other.name, other.lane, lane, subject.project)
      }
      return owners == [lane] ? nil : foreign(path, owners, lane, subject)
    }
  }

  private func regionFindings(
    for file: ChangedFile, of lane: LaneID, in subject: RuleCase
  ) throws -> [Finding] {
    let before = RegionMap(lines: try text(file.path, .base, subject).lines)
    let after = RegionMap(lines: try text(file.path, .head, subject).lines)
    let owners = subject.ownership.owners(of: file.path)
    var found: [Finding] = []
    func look(_ line: Hunk.Line, _ map: RegionMap) {
      let region = map.region(at: line.number)
      let owner = region.flatMap { subject.ownership.owner(ofRegion: $0.name, in: file.path) }
      if let region, let owner {
        if owner != lane {
          found.append(
            foreignRegion(file.path, line.number, region.name, owner, lane, subject.project))
        }
      } else if owners != [lane] {
        found.append(foreign(file.path, owners, lane, subject, line: line.number))
      }
    }
    for hunk in try subject.contents.hunks(of: file) {
      for line in hunk.removed { look(line, before) }
      for line in hunk.added { look(line, after) }
    }
    return found.onePerRun
  }

  private func text(_ path: RepoPath, _ side: Side, _ subject: RuleCase) throws -> String {
    guard let text = try subject.contents.file(path, at: side)?.text else {
      throw CannotJudge("`\(path)` has regions in the plan but is not a text file")
    }
    return text
  }
}

extension [Finding] {
  /// Neighbouring lines that say the same are one finding, at the first of them.
  fileprivate var onePerRun: [Finding] {
    var kept: [Finding] = []
    var last: (line: Int, message: String)?
    for finding in self {
      let isSame =
        last.map { $0.message == finding.message && finding.line == $0.line + 1 } ?? false
      if !isSame, !kept.contains(finding) { kept.append(finding) }
      last = (finding.line ?? 0, finding.message)
    }
    return kept
  }
}

// The words of this rule.
extension LaneScope {
  static let noLane =
    "no lane is named: pass --lane, add a `Lane:` trailer, or name the branch like the lane's pattern"

  private func unknownLane(_ claim: LaneClaim, in project: Project) -> Finding {
    let names = project.lanes.map(\.id.description)
    let advice = nearest(to: claim.lane, among: names).map { "did you mean lane \($0)?" }
    return Finding(
      rule: id,
      message: "the change says it comes from \(claim.words), which the plan does not have",
      hint: advice ?? "the plan's lanes are \(names.joined(separator: ", "))")
  }

  private func conflict(_ a: LaneClaim, _ b: LaneClaim) -> Finding {
    Finding(
      rule: id, message: "the change says both \(a.words) and \(b.words)",
      hint: "a change comes from one lane: split it, or correct the trailer or the branch")
  }

  private func foreign(
    _ path: RepoPath, _ owners: [LaneID], _ lane: LaneID, _ subject: RuleCase, line: Int? = nil
  ) -> Finding {
    let names = owners.map { subject.project.name(of: $0) }.joined(separator: " and ")
    let file = subject.change.files.first { $0.paths.contains(path) }
    return Finding(
      rule: id, path: path, line: line ?? file.flatMap { firstLine(of: $0, subject) },
      message: owners.isEmpty
        ? "lane \(lane) changes a path that no lane owns"
        : "lane \(lane) changes a path of \(names)",
      hint: owners.isEmpty
        ? "add it to `owns:` of lane \(lane), through the gatekeeper's lane"
        : owners.contains(lane)
          ? "two lanes claim it: the gatekeeper has to settle whose it is"
          : "leave it to lane \(owners[0]), or ask the gatekeeper to move it")
  }

  /// Where a reader should look; a file without text has no line.
  private func firstLine(of file: ChangedFile, _ subject: RuleCase) -> Int? {
    guard file.status == .modified || file.status == .added else { return nil }
    let hunk = try? subject.contents.hunks(of: file).first  // The place is only a help.
    return hunk?.added.first?.number ?? hunk?.removed.first?.number
  }

  private func foreignRegion(
    _ path: RepoPath, _ line: Int?, _ region: String, _ owner: LaneID, _ lane: LaneID,
    _ project: Project
  ) -> Finding {
    Finding(
      rule: id, path: path, line: line,
      message: "lane \(lane) changes the region `\(region)` of \(project.name(of: owner))",
      hint: "leave it to lane \(owner), or ask the gatekeeper for a region of your own")
  }
}

extension Project {
  /// For a sentence: `lane B (Agent monitor)`.
  package func name(of id: LaneID) -> String {
    guard let title = lane(id)?.title, !title.isEmpty else { return "lane \(id)" }
    return "lane \(id) (\(title))"
  }
}

extension LaneScope {
  var examples: [RuleExample] {
    let project = RuleExample.twoLanes
    return [
      RuleExample(
        "Lane B changes a file that it owns.", isGood: true, project: project, lane: "B",
        before: ["web/app.js": "let a = 1\n"], edits: ["web/app.js": "let a = 2\n"]),
      RuleExample(
        "Lane B changes a file of lane A.", isGood: false, project: project, lane: "B",
        before: ["data/schema.sql": "create table t (a int);\n"],
        edits: ["data/schema.sql": "create table t (a bigint);\n"]),
      RuleExample(
        "Lane B edits a line inside lane A's region of a file that B owns.", isGood: false,
        project: project, lane: "B",
        before: ["web/page.html": "<!-- gate:region data -->\n<p>1</p>\n<!-- gate:end data -->\n"],
        edits: ["web/page.html": "<!-- gate:region data -->\n<p>2</p>\n<!-- gate:end data -->\n"]),
      RuleExample(
        "Lane A edits its own region of lane B's file.", isGood: true, project: project, lane: "A",
        before: ["web/page.html": "<!-- gate:region data -->\n<p>1</p>\n<!-- gate:end data -->\n"],
        edits: ["web/page.html": "<!-- gate:region data -->\n<p>2</p>\n<!-- gate:end data -->\n"]),
    ]
  }
}
