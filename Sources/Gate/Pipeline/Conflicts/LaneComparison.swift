internal import GateMigrations
internal import GateModel
internal import Git

/// Holds lanes against each other, in pairs, by what git has of them.
struct LaneComparison: ~Copyable {
  private let project: Project
  private let ownership: Ownership
  private var merger: Merger
  /// The lanes that bring migrations, in the order in which they are merged.
  private let movers: [LaneSurvey]

  /// - Parameter merger: has the commits of all lanes.
  init(of lanes: [LaneSurvey], _ project: Project, _ merger: consuming Merger) {
    self.merger = merger
    movers = lanes.filter { $0.migrations != nil }
      .sorted { project.merges($0.lane, before: $1.lane) }
    self.project = project
    ownership = Ownership(lanes: project.lanes)
  }

  /// Whether one of two lanes has all of the other.
  func isBuiltOn(_ a: LaneSurvey, _ b: LaneSurvey) throws -> Bool {
    try merger.withRepository {
      try $0.isAncestor(a.commit, of: b.commit) || $0.isAncestor(b.commit, of: a.commit)
    }
  }

  mutating func pair(_ a: LaneSurvey, _ b: LaneSurvey) throws -> LaneConflicts.Pair {
    let shared = Set(a.files.keys).intersection(b.files.keys).sorted()
    var conflicts: [LaneConflicts.Conflict] = []
    if !shared.isEmpty || a.hasRenames || b.hasRenames { conflicts += try merged(a, b) }
    try merger.withRepository { repository in
      for path in shared { conflicts += try claimed(path, a, b, repository) }
    }
    conflicts += numbers(a, b)
    return LaneConflicts.Pair(a: a.lane, b: b.lane, conflicts: conflicts)
  }

  /// What cannot be merged.
  private mutating func merged(
    _ a: LaneSurvey, _ b: LaneSurvey
  ) throws -> [LaneConflicts.Conflict] {
    let merge = try merger.merge(a.commit, b.commit)
    let (ours, theirs) = ("lane \(a.lane)", "lane \(b.lane)")
    let later = project.merges(a.lane, before: b.lane) ? b.lane : a.lane
    if merge.conflicts.isEmpty, !merge.isClean {
      let renamed = (Array(a.files.values) + Array(b.files.values)).filter { $0.status == .renamed }
      let path = renamed.map(\.path).min() ?? RepoPath("")
      return [
        LaneConflicts.Conflict(
          kind: .text, path: path,
          message: "\(ours) and \(theirs) renamed a folder in ways that are left to a person")
      ]
    }
    return merge.conflicts.map { conflict in
      LaneConflicts.Conflict(
        kind: conflict.isDeletion ? .deleteEdit : .text, path: conflict.path,
        line: conflict.lines.first?.ours.lowerBound,
        message: conflict.sentence(ours: ours, theirs: theirs),
        hint: "lane \(later) is merged later: it solves it on its branch")
    }
  }

  /// A file, or a part of one, that both changed and neither has to itself.
  private func claimed(
    _ path: RepoPath, _ a: LaneSurvey, _ b: LaneSurvey, _ repository: borrowing Repository
  ) throws -> [LaneConflicts.Conflict] {
    let pair = [a.lane, b.lane]
    var conflicts: [LaneConflicts.Conflict] = []
    let names = Set(ownership.claims(in: path).map(\.name))
    var outside = (false, false)
    if names.isEmpty {
      outside = (true, true)
    } else {
      let (ours, theirs) = (try a.touched(path, repository), try b.touched(path, repository))
      for name in Set(ours.regions.keys).intersection(theirs.regions.keys).sorted()
      where names.contains(name) {
        conflicts.append(
          LaneConflicts.Conflict(
            kind: .region, path: path, line: ours.regions[name],
            message: "lane \(pair[0]) and lane \(pair[1]) both changed the region `\(name)`",
            hint: ownership.owner(ofRegion: name, in: path).map { "it belongs to lane \($0)" }))
      }
      outside = (ours.isOutside, theirs.isOutside)
    }
    let owners = ownership.owners(of: path)
    guard outside == (true, true), !owners.contains(where: pair.contains) else { return conflicts }
    let whose = owners.first.map { "belongs to lane \($0)" } ?? "no lane owns"
    conflicts.append(
      LaneConflicts.Conflict(
        kind: .ownership, path: path,
        message: "lane \(pair[0]) and lane \(pair[1]) both changed a file that \(whose)",
        hint: "give it to one of them, or separate them by regions"))
    return conflicts
  }

  /// Migrations of one number, with the number that the later lane has to take: those that lanes before it
  /// have to take are theirs.
  private func numbers(_ a: LaneSurvey, _ b: LaneSurvey) -> [LaneConflicts.Conflict] {
    let isFirst = project.merges(a.lane, before: b.lane)
    let (first, second) = isFirst ? (a, b) : (b, a)
    guard first.migrations != nil, let own = second.migrations else { return [] }
    func taken(_ ahead: [LaneSurvey]) -> [Finding] {
      let lanes = ahead.compactMap { lane in
        lane.migrations.map { LiveLane(id: lane.lane, migrations: $0.head, goesFirst: true) }
      }
      return OrderCase(start: own.start, head: own.head, lanes: lanes).findings
        .filter { $0.rule == "migration-taken" }
    }
    let found = taken([first])
    guard !found.isEmpty else { return [] }
    let all = taken(Array(movers.prefix { $0.lane != second.lane }))
    return found.compactMap { finding in
      finding.path.map { path in
        LaneConflicts.Conflict(
          kind: .migrationNumber, path: path,
          message: "on lane \(second.lane), \(finding.message)",
          hint: all.first { $0.path == path }?.hint ?? finding.hint)
      }
    }
  }
}

extension Conflict {
  fileprivate var isDeletion: Bool {
    switch kind {
    case .modifyDelete, .renameDelete: true
    default: false
    }
  }
}
