internal import GateModel

/// Region markers of changed files fit together.
struct RegionMarkers: Rule {
  let id = "region-markers"
  let summary = "Region markers are balanced, and no claimed region disappears."
  let defaultLevel = RuleLevel.error
  let explanation = """
    A region begins at a line with `gate:region NAME` and ends at one with `gate:end NAME`, each in \
    a comment of its own. Every beginning has an end, regions do not nest, a name stands once in a \
    file. A region that a lane claims in the plan must not disappear: its lines would belong to \
    the owner of the file without anybody having said so.
    """

  func findings(in subject: RuleCase) throws -> [Finding] {
    try subject.change.files.flatMap { file -> [Finding] in
      let claims = subject.ownership.claims(in: file.path)
      guard file.after?.kind.isRegular == true else { return [] }
      let hunks = try subject.contents.hunks(of: file)
      let isTouched = hunks.contains { hunk in
        (hunk.added + hunk.removed).contains { RegionMap.isMarker($0.text[...]) }
      }
      guard isTouched || !claims.isEmpty,
        let text = try subject.contents.file(file.path, at: .head)?.text
      else { return [] }
      let map = RegionMap(lines: text.lines)
      let lost = try lostRegions(of: file, map, claims, subject)
      return map.problems.map { finding($0, file.path) } + lost
    }
  }

  private func lostRegions(
    of file: ChangedFile, _ map: RegionMap, _ claims: [(name: String, lane: LaneID)],
    _ subject: RuleCase
  ) throws -> [Finding] {
    guard !claims.isEmpty,
      let old = try subject.contents.file(file.oldPath ?? file.path, at: .base)?.text
    else { return [] }
    let before = RegionMap(lines: old.lines)
    return claims.compactMap { name, lane in
      guard let region = before.region(named: name), map.region(named: name) == nil else {
        return nil
      }
      return lost(file.path, region, lane, subject.project)
    }
  }

  private func lost(
    _ path: RepoPath, _ region: Region, _ lane: LaneID, _ project: Project
  ) -> Finding {
    Finding(
      rule: id, path: path, line: region.lines.lowerBound,
      message: "the region `\(region.name)` of \(project.name(of: lane)) is gone",
      hint: "put its markers back, or have the gatekeeper take the claim out of the plan first")
  }

  private func finding(_ problem: RegionMap.Problem, _ path: RepoPath) -> Finding {
    let name = problem.name
    let (message, hint) =
      switch problem.kind {
      case .neverEnds:
        ("the region `\(name)` never ends", "add a line with `gate:end \(name)` in a comment")
      case .neverBegan:
        ("`gate:end \(name)` ends no region", "add `gate:region \(name)` above it, or remove it")
      case .nested(let outer):
        (
          "the region `\(name)` begins inside `\(outer)`",
          "end `\(outer)` first: regions do not nest"
        )
      case .duplicate(let first):
        ("there are two regions `\(name)`; the first is in line \(first)", "rename one of them")
      }
    return Finding(rule: id, path: path, line: problem.line, message: message, hint: hint)
  }

  var examples: [RuleExample] {
    [
      RuleExample(
        "A region with both markers.", isGood: true,
        edits: ["app.js": "// gate:region chips\nlet a = 1\n// gate:end chips\n"]),
      RuleExample(
        "A region without an end.", isGood: false,
        edits: ["app.js": "// gate:region chips\nlet a\n"]),
      RuleExample(
        "A region inside another.", isGood: false,
        edits: ["a.py": "# gate:region x\n# gate:region y\n# gate:end y\n# gate:end x\n"]),
    ]
  }
}
