internal import GateModel

/// What a plan document says, before it is held against a repository.
struct PlanDocument {
  var title = ""
  /// In the order of the document, which decides who gets what two lanes name.
  var lanes: [LaneText] = []
  var waves: [WaveText] = []
  /// The order of merging that holds for every wave, as written.
  var merge: [Said] = []
  var outOfScope: [String] = []
  var remarks: [Remark] = []
}

/// One lane of a document.
struct LaneText {
  var id: LaneID
  var line: Int
  var title = ""
  var priority: String?
  var branch: String?
  /// Who works in it, as written.
  var people: [String] = []
  var paths: [PathText] = []
  /// Criteria that are commands.
  var acceptance: [Said] = []
  /// Suites that are to run for its changes.
  var suites: [Said] = []
  /// What it must not change, as far as it is a path: held against what it claims.
  var forbidden: [PathText] = []
  var tasks: [String] = []
  var notes: [String] = []
}

/// Words of the document, and where.
struct Said: Hashable {
  var text: String
  var line: Int

  init(_ text: String, _ line: Int) {
    self.text = text
    self.line = line
  }
}

/// A path or a module that a lane is said to own, and where.
struct PathText: Hashable {
  var text: String
  var line: Int
  /// The name of a folder somewhere, not a path from the top.
  var isModule = false
}

/// One wave of a document.
struct WaveText {
  var number: Int
  var line: Int
  var title = ""
  var after: Int?
  var members: [(lane: LaneID, tasks: [String])] = []
  /// Lists of its lanes, as written.
  var lists: [Said] = []
  var merge: [Said] = []
  var freezes: [FrozenInterface] = []
  var acceptance: [Said] = []
  var notes: [String] = []
}

extension PlanDocument {
  /// The place of a lane; a new one where it is named for the first time.
  mutating func lane(_ name: LaneName, at line: Int) -> Int {
    let index = indexOfLane(named: name.id.description) ?? lanes.count
    if index == lanes.count { lanes.append(LaneText(id: name.id, line: line)) }
    if lanes[index].title.isEmpty { lanes[index].title = name.title }
    lanes[index].priority = lanes[index].priority ?? name.priority
    return index
  }

  func indexOfLane(named name: String) -> Int? {
    lanes.firstIndex { $0.id.description.lowercased() == name.lowercased() }
  }

  mutating func wave(_ name: WaveName, at line: Int) -> Int {
    let index = waves.firstIndex { $0.number == name.number } ?? waves.count
    if index == waves.count { waves.append(WaveText(number: name.number, line: line)) }
    if waves[index].title.isEmpty { waves[index].title = name.title }
    return index
  }

  /// Makes a lane a member of a wave, with a task.
  mutating func add(_ task: String?, to lane: LaneID, in wave: Int) {
    let members = waves[wave].members
    let index = members.firstIndex { $0.lane == lane } ?? members.count
    if index == members.count { waves[wave].members.append((lane, [])) }
    if let task { waves[wave].members[index].tasks.append(task) }
  }
}
