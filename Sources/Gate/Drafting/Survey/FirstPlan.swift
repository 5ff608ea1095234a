internal import GateModel

extension PlanDraft {
  /// A first plan for a repository that has none: the folders with code in lanes A to C, the plan, the
  /// CI files and what is left in lane D, the gatekeeper's.
  package init(for survey: Survey) {
    let work = survey.workLanes()
    let gatekeeper = Lane(
      id: .gatekeeper, title: "Gatekeeper", branch: globs(["lane/d"]).first,
      owns: survey.gatekeeperPaths(besides: work.flatMap(\.owns)))
    var project = Project(survey: survey, gatekeeper: .gatekeeper)
    project.lanes = work + [gatekeeper]
    let tasks = work.map { WaveLane(id: $0.id, tasks: ["say what is to be done"]) }
    project.waves = [
      Wave(
        number: 0, title: "The first wave",
        lanes: tasks + [WaveLane(id: .gatekeeper, tasks: ["judges and integrates"])],
        merge: project.lanes.map(\.id), acceptance: suiteCriteria(project))
    ]
    self.init(
      origin: "The plan of this repository: who may touch what. `gate plan` checks it.",
      project: project)
  }
}

extension Project {
  /// gate.yml without lanes: what every first plan asks for.
  init(survey: Survey, gatekeeper: LaneID) {
    let suites = survey.suites()
    self.init(name: survey.name, base: survey.base, gatekeeper: gatekeeper, suites: suites)
    rules.sections = [
      SectionDemand(id: "changes", names: ["Changes", "变更点"]),
      SectionDemand(id: "risk", names: ["Risk", "风险点"]),
      SectionDemand(id: "rollback", names: ["Rollback", "回滚点"]),
    ]
    migrations = survey.migrations()
    profiles = [
      Profile(name: "quick", entries: [.rules, .migrations]),
      Profile(name: "full", entries: [.rules, .migrations] + suites.map { .suite($0.name) }),
    ]
  }
}

/// Every suite has to pass: the one criterion that can be known beforehand.
func suiteCriteria(_ project: Project) -> [Criterion] {
  let isOne = project.suites.count == 1
  return project.suites.map {
    Criterion(
      name: isOne ? "every test passes" : "every test of \($0.name) passes", probe: .suite($0.name),
      serve: false, location: $0.location)
  }
}

extension LaneID {
  /// Lane `D`: the gatekeeper's, where nobody says otherwise.
  static let gatekeeper = numbered(3)

  /// `A`, `B`, `C`…
  static func numbered(_ index: Int) -> LaneID {
    guard let id = LaneID(String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index)))) else {
      preconditionFailure("a letter is a lane's name")
    }
    return id
  }
}

extension Survey {
  /// The lanes that do the work: several where the code is in folders that stand apart, tests and
  /// all; else one.
  func workLanes() -> [Lane] {
    let parts = separateParts()
    guard parts.count > 1 else {
      return [lane(0, "The first lane", onlyLane())]
    }
    var lanes = parts.prefix(3).enumerated().map { index, part in
      lane(index, part.name, part.owns)
    }
    lanes[lanes.count - 1].owns += globs(parts.dropFirst(3).flatMap(\.owns))
    if parts.count > 3 { lanes[2].title = "The other parts" }
    lanes[0].owns += globs(newMigrations)
    return lanes
  }

  private func lane(_ index: Int, _ title: String, _ owns: [String]) -> Lane {
    let id = LaneID.numbered(index)
    return Lane(
      id: id, title: title, branch: globs(["lane/\(id.description.lowercased())"]).first,
      owns: globs(owns))
  }

  /// Everything but dot folders, the plan, and the files at the top that are not the program's.
  private func onlyLane() -> [String] {
    let folders = folders().filter { !$0.hasPrefix(".") && !Survey.planFolders.contains($0) }
    let code = Set(files().filter { isCode(RepoPath($0)) }.map { RepoPath($0).pathExtension })
    let manifests = files().filter {
      Survey.manifestNames.contains($0) && !code.contains(RepoPath($0).pathExtension)
    }
    let start = folders.isEmpty && code.isEmpty ? ["/src/**", "/tests/**"] : []
    return folders.map { "/\(escaped($0))/**" } + newMigrations + start
      + code.sorted().map { "/*.\($0)" } + manifests.map { "/\($0)" }
  }

  private var newMigrations: [String] {
    let path = migrations().path
    return path == PlanDraft.newMigrations && files(in: path.description).isEmpty
      ? ["/\(path)/**"] : []
  }

  /// What the gatekeeper owns: the plan, the files at the top and the folders that no lane claims a
  /// part of.
  func gatekeeperPaths(besides claims: [Glob]) -> [Glob] {
    let folders = folders().filter { !Survey.planFolders.contains($0) }
    let files = files().filter { $0 != "gate.yml" }
    return globs(
      Survey.plan + newMigrations + folders.map { "/\(escaped($0))/**" }
        + files.map { "/\(escaped($0))" }
    ).filter { own in !claims.contains { $0.overlap(with: own) != nil } }
  }

  /// What the gatekeeper of a plan that somebody wrote owns besides: the plan itself, and what says
  /// how the CI judges. All else is whose the plan says, or nobody's.
  func planPaths(hasNewMigrations: Bool) -> [Glob] {
    let folders = folders().filter { Survey.ciNames.contains($0) }
    let files = files().filter { Survey.ciNames.contains($0) }
    return globs(
      Survey.plan + (hasNewMigrations ? newMigrations : []) + folders.map { "/\($0)/**" }
        + files.map { "/\($0)" })
  }

  private static let plan = ["/gate.yml", "/Lanes/**", "/Waves/**"]

  private static let ciNames: Set<String> = [
    ".github", ".gitlab-ci.yml", ".gitlab", ".forgejo", ".gitea", ".circleci", ".buildkite",
    ".woodpecker", ".woodpecker.yml", ".drone.yml", ".travis.yml", ".cirrus.yml", ".ci",
    "Jenkinsfile",
    "azure-pipelines.yml", "bitbucket-pipelines.yml", "appveyor.yml",
  ]

  private static let planFolders = ["Lanes", "Waves", "reports"]

  private static let manifestNames: Set<String> = [
    "Package.swift", "Package.resolved", "pyproject.toml", "setup.py", "setup.cfg", "tox.ini",
    "pytest.ini", "requirements.txt", "requirements-dev.txt", "poetry.lock", "uv.lock", "go.mod",
    "go.sum", "package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "tsconfig.json",
    "Cargo.toml", "Cargo.lock", "build.gradle", "build.gradle.kts", "settings.gradle",
    "settings.gradle.kts", "pom.xml",
  ]
}

/// A name as a pattern that means this name only.
func escaped(_ name: String) -> String {
  String(name.flatMap { "*?\\".contains($0) ? ["\\", $0] : [$0] })
}
