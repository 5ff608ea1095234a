package import GateModel

/// A small change that a rule lets pass or not: shown in its documentation and tried by the tests.
package struct RuleExample: Sendable {
  /// What the change does, as a sentence.
  package var title: String
  /// Whether the rule holds nothing against it but notes.
  package var isGood: Bool
  /// The plan that it is judged by.
  package var project: Project
  /// The lane that the change claims, as with `--lane`; nil for no claim.
  package var lane: String?
  /// The commit message, which is its only description; empty for none.
  package var message: String
  /// The files at the base.
  package var before: [String: String]
  /// What the head does to them; nil deletes.
  package var edits: [String: String?]
  /// What the agents do; nil where nobody says it.
  package var agents: [AgentState]?

  /// Makes an example. By default: a plan without lanes, no claim, no description, no files,
  /// and nobody who says what the agents do.
  package init(
    _ title: String, isGood: Bool, project: Project = Project(), lane: String? = nil,
    message: String = "", before: [String: String] = [:], edits: [String: String?] = [:],
    agents: [AgentState]? = nil
  ) {
    self.title = title
    self.isGood = isGood
    self.project = project
    self.lane = lane
    self.message = message
    self.before = before
    self.edits = edits
    self.agents = agents
  }

  /// What a rule would look at.
  package var subject: RuleCase {
    let contents = FilesInMemory(before: before, edits: edits)
    let change = Change(
      base: Revision(ref: "main", commit: nil), head: Revision(ref: "example", commit: nil),
      files: contents.files,
      descriptions: message.isEmpty ? [] : [Description(source: "commit", text: message)],
      claims: lane.map { [LaneClaim(lane: $0, source: .option)] } ?? [])
    return RuleCase(
      change: change, project: project, contents: contents,
      today: Day(secondsSince1970: 1_800_000_000), agents: agents)
  }

  /// A plan with lane A (`data/`), lane B (`web/`, where A has a region) and the gatekeeper D.
  static let twoLanes: Project = {
    func globs(_ texts: String...) -> [Glob] { texts.compactMap { try? Glob($0) } }  // Literals.
    func lane(_ name: String, _ title: String, _ owns: [Glob], _ regions: [RegionClaim]) -> Lane? {
      LaneID(name).map { Lane(id: $0, title: title, owns: owns, regions: regions) }
    }
    let region = RegionClaim(file: RepoPath("web/page.html"), name: "data")
    let lanes = [
      lane("A", "Data", globs("data/**"), [region]), lane("B", "Web", globs("web/**"), []),
      lane("D", "Gatekeeper", globs("gate.yml"), []),
    ]
    return Project(gatekeeper: LaneID("D"), lanes: lanes.compactMap { $0 })
  }()
}

/// A change whose files are a few texts in memory.
package struct FilesInMemory: ChangeContents {
  private let before: [RepoPath: String]
  private let after: [RepoPath: String]

  /// Makes both sides: the base's texts by path, and the same with the edits done, where nil
  /// deletes.
  package init(before: [String: String], edits: [String: String?]) {
    var texts: [RepoPath: String] = [:]
    for (path, text) in before { texts[RepoPath(path)] = text }
    self.before = texts
    for (path, text) in edits { texts[RepoPath(path)] = text }
    after = texts
  }

  /// What differs, in the order of paths; renames are not looked for.
  package var files: [ChangedFile] {
    let entry = ChangedFile.Entry(kind: .file, id: nil)
    return Set(before.keys).union(after.keys).sorted().compactMap { path in
      switch (before[path], after[path]) {
      case (nil, .some): ChangedFile(path: path, status: .added, after: entry)
      case (.some, nil): ChangedFile(path: path, status: .deleted, before: entry)
      case (let old?, let new?) where old != new:
        ChangedFile(path: path, status: .modified, before: entry, after: entry)
      default: nil
      }
    }
  }

  /// The paths of one side, sorted.
  package func paths(at side: Side) -> [RepoPath] {
    (side == .base ? before : after).keys.sorted()
  }

  /// A file of one side, always as text; nil where there is none.
  package func file(_ path: RepoPath, at side: Side) -> FileContent? {
    (side == .base ? before : after)[path].map { .text($0) }
  }

  /// The UTF-8 of a file of one side; nil where there is none.
  package func bytes(_ path: RepoPath, at side: Side) -> [UInt8]? {
    (side == .base ? before : after)[path].map { Array($0.utf8) }
  }

  /// The runs of lines that differ, from the top down, by Swift's own difference of collections. That
  /// takes the square of their number, so of files with many lines every line differs.
  package func hunks(of file: ChangedFile) -> [Hunk] {
    let old = before[file.oldPath ?? file.path]?.lines ?? []
    let new = after[file.path]?.lines ?? []
    guard !old.isEmpty, old.count + new.count < 2000 else {
      let lines = (old.hunkLines, new.hunkLines)
      return old.isEmpty && new.isEmpty ? [] : [Hunk(removed: lines.0, added: lines.1)]
    }
    let difference = new.difference(from: old)
    var hunks: [Int: Hunk] = [:]
    // Lines that stay shift both counts alike: their difference names the run a line belongs to.
    let removed = Set(difference.removals.map(\.position))
    let added = Set(difference.insertions.map(\.position))
    var (i, j, run) = (0, 0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        hunks[run, default: Hunk(removed: [], added: [])].removed.append(
          Hunk.Line(number: i + 1, text: String(old[i])))
        i += 1
      } else if added.contains(j) {
        hunks[run, default: Hunk(removed: [], added: [])].added.append(
          Hunk.Line(number: j + 1, text: String(new[j])))
        j += 1
      } else {
        (i, j, run) = (i + 1, j + 1, run + 1)
      }
    }
    return hunks.keys.sorted().compactMap { hunks[$0] }
  }
}

extension [Substring] {
  fileprivate var hunkLines: [Hunk.Line] {
    enumerated().map { Hunk.Line(number: $0.offset + 1, text: String($0.element)) }
  }
}

extension CollectionDifference.Change {
  fileprivate var position: Int {
    switch self {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
