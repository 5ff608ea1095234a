package import GateModel
internal import GateProject
package import Git

/// A change with everything that is needed to judge it.
package struct Subject {
  /// What lies between base and head, and what its author says of it.
  package var change: Change
  /// The plan that it is judged by.
  package var project: Project
  /// What both sides hold, read as it is asked for. Owns the repository.
  package var contents: RepositoryContents
  /// Where commands find the files of the head; nothing is written there yet.
  package var files: HeadFiles
  /// The migrations of both sides and of other lanes; nil where the change touches none.
  package var migrations: MigrationCase?
  /// The frozen interfaces that it is held against; nil where nothing is frozen.
  package var freezes: FreezeCase?
  /// How it was read, where that is not as usual.
  fileprivate var notes: [String]
  /// The search for uncommitted work, where that is not judged, and the tree of HEAD.
  fileprivate var uncommitted: (search: UncommittedSearch, head: ObjectID)?

  /// What the reader should know about how it was read. Waits for the search.
  package func remarks() throws -> [String] {
    guard let (search, head) = uncommitted else { return notes }
    guard let dirty = try contents.uncommitted(search, head: head, atMost: 4) else {
      return notes + ["Uncommitted work was not looked for: git's index cannot be read here."]
    }
    guard let first = dirty.first else { return notes }
    let more =
      dirty.count == 1 ? "" : dirty.count > 3 ? " and others" : " and \(dirty.count - 1) more"
    return notes + ["Uncommitted work is not judged: \(first)\(more). `--worktree` judges it too."]
  }
}

/// Where the plan that judges a change is read from.
package enum PlanOrigin: Sendable, Hashable {
  /// The base commit: the change cannot edit its judge.
  case base
  /// A plan that was read already: the worktree's, for drafting.
  case draft(Project)
}

extension ChangeRequest {
  /// Reads the change and the plan. Throws `GitError`, `PlanProblems` or `JudgementError`: what cannot
  /// be read is not judged.
  package func read(
    from repository: consuming Repository, plan: PlanOrigin, ci: CIContext
  ) throws -> Subject {
    let isOfWorktree = mode == .commits && self.head == "HEAD"
    let search = isOfWorktree ? repository.searchUncommitted() : nil
    let head = try repository.commit(named: head)
    let (baseName, baseTip) = try resolveBase(in: repository, plan: plan, ci: ci, head: head)
    let ownTree = try repository.tree(of: head)
    let start = try ChangeStart(of: head, on: baseTip, named: baseName, self, repository)
    let base = start.commit
    let (baseTree, headTree) = (start.tree, start.merged ?? ownTree)
    let project =
      switch plan {
      case .base: try basePlan(at: baseTip, of: repository, named: baseName)
      case .draft(let project): project
      }
    let files =
      switch mode {
      case .commits: try repository.diff(from: baseTree, to: headTree)
      case .staged: try repository.stagedChanges(from: baseTree)
      case .worktree: try repository.worktreeChanges(from: baseTree)
      }
    let commits = try repository.commits(from: base, to: head)
    let change = Change(
      base: Revision(ref: baseName, commit: base, tree: baseTree),
      head: headRevision(commit: head, tree: ownTree, in: repository),
      files: files, commits: commits,
      descriptions: descriptions + (ci.description.map { [$0] } ?? [])
        + commits.reversed().map { Description(source: "commit \($0.id.short)", text: $0.message) },
      claims: claims(commits, in: repository, project, ci))
    let headFiles = headFiles(commit: head, in: repository)
    let merged = try MergedMigrations(
      of: change, in: project, repository, base: baseTree, tip: baseTip, head: head,
      beside: others)
    let frozen = try FreezeCase(in: project, repository, tip: repository.tree(of: baseTip))
    let contents = RepositoryContents(
      repository: repository, baseTree: baseTree,
      head: mode == .commits ? .tree(headTree) : .uncommitted, files: files)
    return Subject(
      change: change, project: project, contents: contents, files: headFiles,
      migrations: try merged?.with(contents),
      freezes: try FreezeCase.edited(by: change, of: lanes, in: project, contents) ?? frozen,
      notes: start.notes, uncommitted: search.map { ($0, ownTree) })
  }

  private func headRevision(
    commit: ObjectID, tree: ObjectID, in repository: borrowing Repository
  ) -> Revision {
    let name = head == "HEAD" ? repository.currentBranch ?? branch ?? "HEAD" : head
    return switch mode {
    case .commits: Revision(ref: name, commit: commit, tree: tree)
    case .staged: Revision(ref: "\(name) (staged)", commit: nil)
    case .worktree: Revision(ref: "\(name) (worktree)", commit: nil)
    }
  }

  private func headFiles(commit: ObjectID, in repository: borrowing Repository) -> HeadFiles {
    let source = repository.source
    switch mode {
    case .commits: return .checkout(.commit(commit), from: source)
    case .staged: return .checkout(.index(on: commit), from: source)
    case .worktree: return .worktree(repository.workingTree ?? "", of: source)
    }
  }

  /// Every statement of the lane: the option, each `Lane:` trailer once, a branch that some lane's
  /// pattern means.
  private func claims(
    _ commits: [Commit], in repository: borrowing Repository, _ project: Project, _ ci: CIContext
  ) -> [LaneClaim] {
    var claims = lane.map { [LaneClaim(lane: $0, source: .option)] } ?? []
    for commit in commits {
      for value in Trailers(message: commit.message)["Lane"]
      where !claims.contains(where: { $0.lane == value && $0.source != .option }) {
        claims.append(LaneClaim(lane: value, source: .trailer(commit: commit.id)))
      }
    }
    let named = head == "HEAD" ? repository.currentBranch : head.withoutPrefix("refs/heads/")
    let ofCI = head == "HEAD" ? ci.branch : nil
    if let name = branch ?? ofCI ?? named {
      for lane in project.lanes {
        if let pattern = lane.branch, GlobSet([pattern]).contains(RepoPath(name)) {
          claims.append(LaneClaim(lane: lane.id.description, source: .branch(name)))
        }
      }
    }
    return claims
  }
}
