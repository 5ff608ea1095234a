internal import GateModel

/// What a change adds to the migrations, held against the base and the other lanes.
struct Additions {
  private(set) var findings: [Finding] = []
  /// The numbers that have to become others.
  private(set) var told: Set<MigrationVersion> = []

  private let subject: OrderCase
  private let highest: MigrationVersion?
  private let owners: [MigrationVersion: RepoPath]
  private var free: FreeNumbers

  /// - Parameter renamed: migrations that are only called otherwise than before.
  init(of subject: OrderCase, renamed: Set<Migration.ID>) {
    self.subject = subject
    highest = [subject.start.highest, subject.base.highest].compactMap { $0 }.max()
    let numbers = subject.base.numbers + subject.start.numbers
    owners = Dictionary(numbers.map { ($0.version, $0.path) }) { first, _ in first }
    let others = [subject.start, subject.base, subject.head] + subject.lanes.map(\.migrations)
    // What counts fills what is free; a time comes after all that goes first.
    let first = subject.lanes.filter(\.goesFirst).compactMap(\.migrations.highest)
    let above =
      highest?.isTimestamp == false ? highest : (first + [highest].compactMap { $0 }).max()
    free = FreeNumbers(
      above: above ?? subject.head.highest,
      taken: others.reduce(into: []) { $0.formUnion($1.versions) })
    let merged = subject.start.files.merging(subject.base.files) { _, now in now }
    for _ in 0..<subject.displacedAhead { _ = free.next() }
    for (id, file) in subject.head.files.sorted(by: { $0.value.isBefore($1.value) })
    where !renamed.contains(id) && !file.isSame(as: merged[id]) {
      judge(id, file, isOld: subject.start.files[id] != nil)
    }
  }

  /// - Parameter isOld: it was there when the change began.
  private mutating func judge(_ id: Migration.ID, _ file: NumberedFile, isOld: Bool) {
    if isOld { return }
    if let owner = owners[id.version] {
      let advice = renumbering(file)
      findings.append(.taken(file, "the base, by `\(owner)`", advice))
    } else if let highest, id.version < highest {
      let isTolerated = subject.head.settings.format.runsLateNumbers
      let advice = renumbering(file)
      findings.append(.late(file, highest, isTolerated ? .warning : .error, advice))
    } else {
      judgeLanes(id, file)
    }
  }

  private mutating func judgeLanes(_ id: Migration.ID, _ file: NumberedFile) {
    for lane in subject.lanes where !lane.isOut {
      let theirs = lane.migrations.numbers.filter { $0.version == id.version }
      // The same migration on both branches is one.
      if theirs.isEmpty || file.isSame(as: lane.migrations.files[id]) { continue }
      let owner = "lane \(lane.id), by `\(theirs[0].path)`"
      if lane.goesFirst {
        let advice = renumbering(file)
        findings.append(.taken(file, owner, advice))
        return
      }
      findings.append(.takenLater(file, owner, lane.id))
    }
    guard !subject.head.settings.format.runsLateNumbers,
      let lane = subject.lanes.first(where: {
        $0.goesFirst && !$0.isOut && $0.migrations.highest.map { $0 > id.version } == true
      }), let theirs = lane.migrations.highest
    else { return }
    findings.append(.beforeLane(file, theirs, lane.id))
  }

  private mutating func renumbering(_ file: NumberedFile) -> String {
    told.insert(file.version)
    return MigrationProblem.renumbering(file.path, file.version, free.next())
  }
}

extension OrderCase {
  /// How many migrations of lanes that go first have to take another number: these numbers are theirs.
  fileprivate var displacedAhead: Int {
    var known = start.files.merging(base.files) { _, now in now }
    var taken = Set(known.keys.map(\.version))
    var count = 0
    for lane in lanes where lane.goesFirst {
      for (id, file) in lane.migrations.files.sorted(by: { $0.value.isBefore($1.value) })
      where !file.isSame(as: known[id]) {
        if !taken.insert(id.version).inserted, start.files[id] == nil { count += 1 }
        known[id] = file
      }
    }
    return count
  }
}

/// A migration or one that is not read: what has a number.
struct NumberedFile {
  var version: MigrationVersion
  var path: RepoPath
  /// Nil where it is not read.
  var up: MigrationText?

  /// Whether it is the same migration as one of its version and name elsewhere.
  func isSame(as other: NumberedFile?) -> Bool {
    guard let other else { return false }
    guard let up, let theirs = other.up else { return true }
    return up.text == theirs.text || up.checksum == theirs.checksum
  }

  func isBefore(_ other: NumberedFile) -> Bool {
    (version, path) < (other.version, other.path)
  }
}

extension MigrationSet {
  /// Everything that has a number, by its version and name.
  var files: [Migration.ID: NumberedFile] {
    let read = migrations.map {
      ($0.id, NumberedFile(version: $0.version, path: $0.up.path, up: $0.up))
    }
    let others = unread.map { file in
      (
        Migration.ID(version: file.version, name: file.name),
        NumberedFile(version: file.version, path: file.path)
      )
    }
    return Dictionary(read + others) { first, _ in first }
  }
}

extension MigrationSettings.Format {
  /// Whether the tool runs a number that is below the last one it ran, and does not pass over it.
  var runsLateNumbers: Bool {
    switch self {
    case .dbmate, .diesel: true
    case .sqlPairs, .goose, .golangMigrate, .flyway: false
    }
  }
}

// The words of the findings about new migrations.
extension Finding {
  fileprivate static func taken(_ file: NumberedFile, _ owner: String, _ advice: String) -> Finding
  {
    Finding(
      rule: MigrationRule.taken.rawValue, path: file.path,
      message: "the number \(file.version) is taken on \(owner)", hint: advice)
  }

  fileprivate static func takenLater(
    _ file: NumberedFile, _ owner: String, _ lane: LaneID
  ) -> Finding {
    Finding(
      rule: MigrationRule.taken.rawValue, level: .note, path: file.path,
      message: "the number \(file.version) is taken on \(owner) too, and stays here",
      hint: "lane \(lane) is merged later, and has to take another")
  }

  fileprivate static func beforeLane(
    _ file: NumberedFile, _ highest: MigrationVersion, _ lane: LaneID
  ) -> Finding {
    Finding(
      rule: MigrationRule.order.rawValue, level: .warning, path: file.path,
      message: "the number \(file.version) is below \(highest) of lane \(lane), which is merged "
        + "first: it will then come too late",
      hint: "give it a higher one once lane \(lane) is merged, or merge this first")
  }

  fileprivate static func late(
    _ file: NumberedFile, _ highest: MigrationVersion, _ level: Level, _ advice: String
  ) -> Finding {
    let effect =
      level == .error
      ? "a tool that remembers the highest number passes over it"
      : "databases that have \(highest) run it after that, new ones before"
    return Finding(
      rule: MigrationRule.order.rawValue, level: level, path: file.path,
      message: "the number \(file.version) is below \(highest), the highest on the base: \(effect)",
      hint: advice)
  }
}
