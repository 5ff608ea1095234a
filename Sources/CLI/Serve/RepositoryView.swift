import Dispatch
import FoundationEssentials
import GateModel
import GatePipeline
import GateReports
import Git
import Monitor
import Server
import Synchronization

/// What the pages show of the repository beyond the plan: looked at when a page is asked for, and kept for some
/// seconds. Each part reads on a thread that may block.
final class RepositoryView: Sendable {
  private let root: String
  private let watch: RepositoryWatch
  private let machine: Machine
  private let work = Kept<[LaneWork]>(for: .seconds(3))
  private let reports = Kept<[StoredReport]>(for: .seconds(2))
  private let known = Mutex<[String: (written: Date, report: Report)]>([:])
  private let conflicts = Mutex<(tips: String, found: LaneConflicts?)>(("", nil))

  init(_ root: String, _ watch: RepositoryWatch, _ machine: Machine) {
    self.root = root
    self.watch = watch
    self.machine = machine
  }

  /// The parts as the server asks for them.
  var workspace: Workspace {
    Workspace(
      plan: { [watch] in watch.project }, holder: { [watch] in watch.holder(of: $0) },
      work: { [self] in await work.value { self.readWork() } },
      conflicts: { [self] in await self.currentConflicts() },
      reports: { [self] in await reports.value { self.readReports() } })
  }

  /// What a lane has changed, committed or not; lanes that cannot be read have no line.
  private func readWork() -> [LaneWork] {
    do {
      let places = try LanePlaces(in: root, wave: nil, named: [], ci: CIContext(environment: [:]))
      let repository = try Repository(at: root)
      let ownership = Ownership(lanes: places.project.lanes)
      return try places.lanes.map { place in
        var paths: Set<RepoPath> = []
        if let tip = place.tip, let base = places.base.commit,
          let start = try repository.mergeBases(base, tip).first
        {
          let files = try repository.diff(
            from: repository.tree(of: start), to: repository.tree(of: tip))
          for file in files { paths.formUnion(file.paths) }
        }
        paths.formUnion(place.uncommitted.map { RepoPath($0) })
        let (owned, foreign) = ownership.split(paths, of: place.lane.id)
        return LaneWork(
          lane: place.lane.id, branch: place.tip == nil ? nil : place.branch, ahead: place.ahead,
          behind: place.behind, uncommitted: place.uncommitted.count, owned: owned, foreign: foreign
        )
      }
    } catch {
      watch.say(Failure(error).reason)
      return []
    }
  }

  /// Held against each other again only where a branch has moved: two lanes with migrations need a server.
  private func currentConflicts() async -> LaneConflicts? {
    do {
      let tips = try Repository(at: root).branches().map { "\($0.ref)=\($0.tip)" }
        .joined(separator: " ")
      let isKept = conflicts.withLock { state in
        defer { state.tips = tips }
        return state.tips == tips
      }
      if isKept { return conflicts.withLock { $0.found } }
      let survey = try ConflictRequest().survey(
        in: root, plan: .base, ci: CIContext(environment: [:]))
      let found: LaneConflicts
      if let immediate = survey.immediate {
        found = immediate
      } else {
        found = await survey.conflicts(on: machine)
      }
      conflicts.withLock { $0.found = found }
      return found
    } catch {
      watch.say(Failure(error).reason)
      return nil
    }
  }

  /// Those of the main worktree and of the lanes' own, the newest first.
  private func readReports() -> [StoredReport] {
    let folders = ([root] + watch.roster.compactMap(\.folder)).map {
      "\($0)/\(watch.project.reports)"
    }
    var found: [StoredReport] = []
    for folder in Set(folders) {
      // No folder: no report yet.
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      where name.hasSuffix(".json") && name != "latest.json" {
        if let stored = report("\(folder)/\(name)") { found.append(stored) }
      }
    }
    return Array(found.sorted { $0.at > $1.at }.prefix(50))
  }

  /// Nil for what is no report, or of another version.
  private func report(_ path: String) -> StoredReport? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let written = attributes[.modificationDate] as? Date
    else { return nil }
    let at = Instant(microseconds: Int64(written.timeIntervalSince1970 * 1e6))
    if let kept = known.withLock({ $0[path] }), kept.written == written {
      return StoredReport(at: at, report: kept.report)
    }
    guard let bytes = try? bytes(ofFile: path), let report = try? Report(stored: bytes) else {
      return nil
    }
    known.withLock { $0[path] = (written, report) }
    return StoredReport(at: at, report: report)
  }
}

/// A value that is dear to make, made at most so often, and by one at a time.
private actor Kept<Value: Sendable> {
  private let time: Duration
  private var last: (made: ContinuousClock.Instant, value: Value)?
  private var making: Task<Value, Never>?

  init(for time: Duration) { self.time = time }

  /// The last one, or one made on a thread that may block.
  func value(_ make: @escaping @Sendable () -> Value) async -> Value {
    if let last, ContinuousClock.now - last.made < time { return last.value }
    if let making { return await making.value }
    let task = Task {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: make()) }
      }
    }
    making = task
    let value = await task.value
    (last, making) = ((ContinuousClock.now, value), nil)
    return value
  }
}

extension Ownership {
  /// A lane's own paths and those of others, each in order. A file in which it has a region is its own.
  fileprivate func split(
    _ paths: Set<RepoPath>, of lane: LaneID
  ) -> (owned: [RepoPath], foreign: [RepoPath]) {
    let sorted = paths.sorted()
    func isOwn(_ path: RepoPath) -> Bool {
      owners(of: path).contains(lane) || claims(in: path).contains { $0.lane == lane }
    }
    return (sorted.filter(isOwn), sorted.filter { !isOwn($0) })
  }
}
