package import GateModel

/// A lane changes only what it owns.
struct LaneScope: Rule {
  let id = "lane-scope"
  let summary = "A lane changes only the paths and regions that it owns."
  let defaultLevel = RuleLevel.error
  let explanation = """
    Every path that a change touches has to belong to the lane that the change comes from. A rename \
    counts on both sides; a deleted file belongs to its owner. In a file with regions, lines inside \
    a region belong to the lane that claims it, the rest to the owner of the file. Marker lines say \
    whose lines are whose: only a lane that owns both the file and the region may move them. A \
    region that moves as a whole has not changed. The gatekeeper's lane may change everything.

    The lane comes from `--lane` (or `GATE_LANE`), from a `Lane:` trailer in the commits, or from \
    the branch, where it fits the `branch:` pattern of a lane. Two that disagree are an error; none \
    at all cannot be judged.

    Work that two lanes both need is a wave of its own, or a region with its own markers.
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    subject.project.lanes.isEmpty ? "the plan has no lanes" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    switch subject.lane {
    case .none: throw CannotJudge(noLane(subject))
    case .unknown(let claim): return [unknownLane(claim, in: subject.project)]
    case .conflict(let a, let b): return [conflict(a, b)]
    case .settled(let lane):
      if lane == subject.project.gatekeeper { return [] }
      var found: [Finding] = []
      for file in subject.change.files {
        // A place in the text costs a diff: only for findings that a report will list.
        let isListed = found.count < maximumFindings
        found += try findings(for: file, of: lane, in: subject, isListed: isListed)
      }
      return found
    }
  }

  private func findings(
    for file: ChangedFile, of lane: LaneID, in subject: RuleCase, isListed: Bool
  ) throws -> [Finding] {
    let hasRegions = file.paths.contains { !subject.ownership.claims(in: $0).isEmpty }
    let isEdited = file.status == .modified && !isReplaced(file)
    if hasRegions, isEdited {
      guard let before = try subject.contents.bytes(file.path, at: .base),
        let after = try subject.contents.bytes(file.path, at: .head)
      else {
        throw CannotJudge("`\(file.path)` has regions, and is too large to be judged by line")
      }
      // The right to be run belongs to the whole file.
      let owners = subject.ownership.owners(of: file.path)
      let isModeChanged = file.before?.kind != file.after?.kind && owners != [lane]
      return try regionFindings(before, after, for: file, of: lane, in: subject)
        + (isModeChanged ? [foreign(file.path, owners, lane, subject.project, line: nil)] : [])
    }
    let line = isListed ? firstLine(of: file, subject) : nil
    return try file.paths.compactMap { path in
      let owners = subject.ownership.owners(of: path)
      if owners != [lane] { return foreign(path, owners, lane, subject.project, line: line) }
      // What leaves this path, or is no text any more, takes foreign regions with it.
      let leaves = file.status != .added && (file.status != .renamed || path == file.oldPath)
      guard hasRegions, leaves, isReplaced(file),
        let bytes = try subject.contents.bytes(path, at: .base)
      else { return nil }
      let map = RegionMap(lines: String(decoding: bytes, as: UTF8.self).lines)
      let other = subject.ownership.claims(in: path).first {
        $0.lane != lane && map.region(named: $0.name) != nil
      }
      return other.map { foreignRegion(path, nil, $0.name, $0.lane, lane, subject.project) }
    }
  }

  /// Whether more than lines changed: a mode alone keeps every region.
  private func isReplaced(_ file: ChangedFile) -> Bool {
    file.status != .modified || file.before?.kind.isRegular != file.after?.kind.isRegular
  }
}

// The words of this rule.
extension LaneScope {
  private func noLane(_ subject: RuleCase) -> String {
    let patterns = subject.project.lanes.compactMap { lane in
      lane.branch.map { "\(lane.id): `\($0)`" }
    }
    let known = patterns.isEmpty ? "" : " (\(patterns.joined(separator: ", ")))"
    return "the branch `\(subject.change.head.ref)` fits no lane\(known), and none is named; "
      + "pass --lane, or add a `Lane:` trailer to a commit"
  }

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

  func foreign(
    _ path: RepoPath, _ owners: [LaneID], _ lane: LaneID, _ project: Project, line: Int?
  ) -> Finding {
    let names = owners.map { project.name(of: $0) }.joined(separator: " and ")
    return Finding(
      rule: id, path: path, line: line,
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

  func foreignRegion(
    _ path: RepoPath, _ line: Int?, _ region: String, _ owner: LaneID, _ lane: LaneID,
    _ project: Project
  ) -> Finding {
    Finding(
      rule: id, path: path, line: line,
      message: "lane \(lane) changes the region `\(region)` of \(project.name(of: owner))",
      hint: "leave it to lane \(owner), or ask the gatekeeper for a region of your own")
  }

  func moved(
    _ path: RepoPath, _ line: Int, _ region: String, _ owners: [LaneID], _ lane: LaneID,
    _ project: Project
  ) -> Finding {
    let rest = owners.map { project.name(of: $0) }.joined(separator: " and ")
    return Finding(
      rule: id, path: path, line: line,
      message: "lane \(lane) changes a marker of its region `\(region)`; "
        + "the lines around it are \(owners.isEmpty ? "no lane's" : "of \(rest)")",
      hint: "leave the marker where it was, or ask the gatekeeper to move it")
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
