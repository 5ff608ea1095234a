import FoundationEssentials
import GateModel
import GatePipeline
import Git
import Monitor
import Server
import Synchronization

/// What the server knows of its repository: the plan of its base, who works where, whose key is whose. Looked at every
/// few seconds on a thread that may block; whoever asks gets the last look.
final class RepositoryWatch: Sendable {
  private let root: String
  private let folder: InstanceFolder
  private let state = Mutex(State())

  private struct State {
    var project = Project()
    var roster: [Assignment] = []
    var keys = InstanceKeys()
    var problem: String?
    /// What the last look was made of.
    var seen: [String] = []
  }

  init(_ root: String, _ folder: InstanceFolder) {
    self.root = root
    self.folder = folder
  }

  var project: Project { state.withLock { $0.project } }
  var roster: [Assignment] { state.withLock { $0.roster } }

  /// Nil for a key that was not given out.
  func holder(of key: String) -> KeyHolder? {
    state.withLock { state in
      // Each is compared to its end: how long it takes tells nothing about a key.
      if isSame(state.keys.gate, key) { return .gate }
      let lane = state.keys.lanes.first { isSame($0.value, key) }?.key
      return lane.flatMap { lane in state.roster.first { $0.lane == lane } }.map { .lane($0) }
    }
  }

  /// Looks once, where a branch or a worktree has changed, and says what is wrong where that is new.
  func look() {
    do {
      let repository = try Repository(at: root)
      let seen =
        try repository.branches().map { "\($0.ref) \($0.tip)" }
        + repository.worktrees().map { "\($0.folder) \($0.branch ?? "") \($0.isThere)" }
      guard state.withLock({ $0.seen }) != seen else { return }
      let places = try LanePlaces(in: root, wave: nil, named: [], ci: CIContext(environment: [:]))
      let keys = try folder.keys(for: places.project.lanes.map(\.id))
      state.withLock { state in
        state.seen = seen
        state.project = places.project
        state.roster = assignments(in: places)
        state.keys = keys
      }
      say(nil)
    } catch {
      say(Failure(error).reason)
    }
  }

  /// Once, until there is another problem or none.
  func say(_ problem: String?) {
    let isNew = state.withLock { state in
      defer { state.problem = problem }
      return state.problem != problem
    }
    if isNew, let problem { Console.say("gate: \(problem)") }
  }
}

private func assignments(in places: LanePlaces) -> [Assignment] {
  places.lanes.map { place in
    let agent = places.project.agents.first { $0.lane == place.lane.id }
    return Assignment(
      lane: place.lane.id, kind: agent.flatMap { AgentKind(rawValue: $0.kind) } ?? .other,
      tmux: agent?.tmux, folder: place.worktree?.folder)
  }
}

private func isSame(_ a: String, _ b: String) -> Bool {
  guard !a.isEmpty, a.utf8.count == b.utf8.count else { return false }
  return zip(a.utf8, b.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
