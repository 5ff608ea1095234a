package import GateContracts
package import GateMigrations
package import GateModel
internal import GateRules
package import Git
package import Postgres
package import Processes

/// The interfaces of one commit, as far as they are read without running anything.
package struct CommittedInterfaces: Sendable {
  /// The plan of the commit.
  package let project: Project
  /// The commit.
  package let commit: ObjectID
  /// What is frozen in it already.
  package let frozen: Frozen
  /// In order, with what the first needs from elsewhere; empty where the plan names none.
  package let migrations: [Migration]
  private let sources: [FrozenInterface: [SourceFile]]

  /// Reads the plan, the snapshots, and the files that the interfaces are read from.
  package init(at commit: ObjectID, of repository: borrowing Repository) throws {
    let tree = try repository.tree(of: commit)
    let project = try Project(in: tree, of: repository)
    let paths = try repository.paths(in: tree)
    var files: [RepoPath: [UInt8]] = [:]
    for path in paths
    where Frozen.parts(of: path) != nil
      || FrozenInterface.allCases.contains(where: {
        project.interfaces?.contains(path, of: $0) == true
      })
    {
      files[path] = try repository.interfaceFile(path, in: tree)
    }
    var sources: [FrozenInterface: [SourceFile]] = [:]
    for kind in FrozenInterface.allCases {
      sources[kind] = project.sources(of: kind, among: paths) { files[$0] }
    }
    frozen = try Frozen(
      files.filter { Frozen.parts(of: $0.key) != nil }.map { ($0.key, $0.value) })
    migrations =
      try project.migrations.map { try everyMigration($0, in: tree, of: repository) } ?? []
    self.project = project
    self.commit = commit
    self.sources = sources
  }

  /// Why an interface cannot be frozen, with what to do; nil where it can.
  package func obstacle(to kind: FrozenInterface) -> JudgementError? {
    guard project.hasSource(of: kind) else {
      let hint =
        switch kind {
        case .schema: "add `migrations: {path: Migrations, format: sql-pairs}` to gate.yml"
        case .api: "add `interfaces: {api: openapi.json}` to gate.yml"
        case .signatures: "add `interfaces: {signatures: [\"src/**\"]}` to gate.yml"
        }
      return JudgementError("gate.yml does not say what the \(kind.words) read from", hint: hint)
    }
    let isEmpty = kind == .schema ? migrations.isEmpty : sources[kind]?.isEmpty ?? true
    return isEmpty
      ? JudgementError(
        "there is no file at \(commit.short) that the \(kind.words) read from",
        hint: "commit it, or right the path in gate.yml") : nil
  }

  /// An interface as it is at the commit.
  ///
  /// - Parameter host: for the schema, which needs one.
  package func contract(
    _ kind: FrozenInterface, under supervisor: Supervisor = .ownProgram,
    environment: [String: String], on host: ScratchHost?
  ) async throws -> Contract {
    if kind == .schema {
      guard let host else { throw CannotJudge("there is no Postgres to read the schema from") }
      return Contract(try await PrefixTemplates(host).schema(after: migrations))
    }
    return try await project.contract(
      kind, in: sources[kind] ?? [], under: supervisor, environment: environment)
  }
}

extension FrozenInterface {
  fileprivate var words: String {
    switch self {
    case .schema: "schema is"
    case .api: "API is"
    case .signatures: "signatures are"
    }
  }
}
