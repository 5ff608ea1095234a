package import GateContracts
internal import GateModel
internal import GateRules
internal import Git

/// The frozen interfaces that a change is held against: the snapshots of the plan's waves.
package struct FreezeCase: Sendable {
  /// Where they cannot be read, nothing that is frozen can be judged.
  package var frozen: Result<Frozen, ContractProblem>
  /// Whether the change brings them itself, as only the gatekeeper's may: then all of them have to hold,
  /// whatever was before.
  package var isNew: Bool

  /// Makes a case of what was read.
  package init(frozen: Result<Frozen, ContractProblem>, isNew: Bool = false) {
    self.frozen = frozen
    self.isNew = isNew
  }

  /// The snapshots as they stand at the tip of the base, which a lane that began earlier need not have.
  /// Nil where there are none.
  init?(
    in project: Project, _ repository: borrowing Repository, tip: ObjectID
  ) throws {
    var files: [(path: RepoPath, bytes: [UInt8])] = []
    for path in snapshotPaths(in: project) {
      guard let entry = try repository.entry(path, in: tip) else { continue }
      let id = entry.kind.isRegular ? entry.id : nil
      files.append(
        (path, try id.flatMap { try repository.blob($0, atMost: maximumSnapshot) } ?? []))
    }
    self.init(files, isNew: false)
  }

  /// The snapshots of a gatekeeper's change that edits them: its own. Nil for any other change.
  ///
  /// - Parameter lanes: those that are merged in it; nil for the one that it says itself.
  static func edited(
    by change: Change, of lanes: [LaneID]?, in project: Project, _ contents: RepositoryContents
  ) throws -> FreezeCase? {
    let folder = Frozen.folder.description + "/"
    let own = LaneResolution(of: change.claims, in: project).lane.map { [$0] } ?? []
    guard change.files.flatMap(\.paths).contains(where: { $0.description.hasPrefix(folder) }),
      let gatekeeper = project.gatekeeper, (lanes ?? own).contains(gatekeeper)
    else { return nil }
    var files: [(path: RepoPath, bytes: [UInt8])] = []
    for path in try contents.paths(at: .head) where Frozen.parts(of: path) != nil {
      files.append((path, try contents.bytes(path, at: .head) ?? []))
    }
    return FreezeCase(files, isNew: true) ?? FreezeCase(frozen: .success(Frozen()), isNew: true)
  }

  /// What is no regular file, or too large, has no bytes here, and is no snapshot then.
  private init?(_ files: [(path: RepoPath, bytes: [UInt8])], isNew: Bool) {
    guard !files.isEmpty else { return nil }
    do throws(ContractProblem) {
      self.init(frozen: .success(try Frozen(files)), isNew: isNew)
    } catch {
      self.init(frozen: .failure(error), isNew: isNew)
    }
  }

  /// The interfaces that something is frozen of; all where that cannot be read.
  var kinds: [FrozenInterface] {
    switch frozen {
    case .success(let frozen): FrozenInterface.allCases.filter { frozen.waves[$0] != nil }
    case .failure: FrozenInterface.allCases
    }
  }
}

private func snapshotPaths(in project: Project) -> [RepoPath] {
  project.waves.flatMap { wave in
    FrozenInterface.allCases.map { Frozen.path($0, wave: wave.number) }
  }
}

/// Larger ones are no snapshot that a reviewer could read.
private let maximumSnapshot = 16 << 20
