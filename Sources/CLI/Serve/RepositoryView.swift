import GateModel
import GatePipeline
import Git
import Monitor
import Server

/// What the pages show of the repository beyond the plan: looked at when a page is asked for, and kept for some
/// seconds. Each part reads on a thread that may block.
final class RepositoryView: Sendable {
  private let root: String
  private let watch: RepositoryWatch
  private let work = Kept<[LaneWork]>(for: .seconds(3))
  private let reports = Kept<[StoredReport]>(for: .seconds(2))
  private let reader = ReportReader()
  private let conflicts: ConflictLook

  init(_ root: String, _ watch: RepositoryWatch, _ machine: Machine) {
    self.root = root
    self.watch = watch
    conflicts = ConflictLook(root, machine) { [watch] in watch.say($0) }
  }

  /// The parts as the server asks for them.
  var workspace: Workspace {
    Workspace(
      plan: { [watch] in watch.project }, holder: { [watch] in watch.holder(of: $0) },
      work: { [self] in await work.value { self.readWork() } },
      conflicts: { [conflicts] in await conflicts.conflicts() },
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

  /// Those of the main worktree and of the one that is served, and of the lanes' own.
  private func readReports() -> [StoredReport] {
    do {
      let repository = try Repository(at: root)
      let main = try repository.worktrees().first { $0.name == nil }?.folder
      let served = repository.workingTree.map { String($0.dropLast()) }
      var owners: [String: LaneID] = [:]
      for assignment in watch.roster {
        if let folder = assignment.folder, folder != main { owners[folder] = assignment.lane }
      }
      let folders = Set([main, served].compactMap { $0 } + owners.keys).map { folder in
        ReportReader.Folder(path: "\(folder)/\(watch.project.reports)", lane: owners[folder])
      }
      return reader.read(in: Set(folders))
    } catch {
      watch.say(Failure(error).reason)
      return []
    }
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
    // What nobody owns is nobody else's either.
    let foreign = sorted.filter { !isOwn($0) && !owners(of: $0).isEmpty }
    return (sorted.filter(isOwn), foreign)
  }
}
