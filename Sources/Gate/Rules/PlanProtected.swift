internal import GateModel

/// Only the gatekeeper changes the plan, the CI files and what the plan protects.
struct PlanProtected: Rule {
  let id = "plan-protected"
  let summary = "Only the gatekeeper's lane changes the plan and the CI files."
  let defaultLevel = RuleLevel.error
  let explanation = """
    A change is judged by the plan of its base, so it cannot let itself through; but once merged it \
    would judge every later change. So gate.yml, `Lanes/`, `Waves/`, the files of the usual CI \
    systems, CODEOWNERS, and what `plan-protected: {paths: […]}` adds are for the gatekeeper's lane \
    only, whoever owns the path.
    """

  /// The files of the usual CI systems.
  static let ciFiles = [
    "/.github/workflows/**", "/.github/actions/**", "/.gitlab-ci.yml", "/.gitlab/**",
    "/.buildkite/**", "/.circleci/**", "/.ci/**", "/Jenkinsfile", "/azure-pipelines.yml",
    "/bitbucket-pipelines.yml", "/.travis.yml", "/.woodpecker.yml", "/.woodpecker/**",
    "/.drone.yml", "/.forgejo/workflows/**", "/.gitea/workflows/**", "/.claude/settings.json",
    "/.codex/hooks.json", "/CODEOWNERS", "/.github/CODEOWNERS", "/docs/CODEOWNERS",
    "/.gitlab/CODEOWNERS",
    "/gate.yml", "/Lanes/**", "/Waves/**",
  ].compactMap { try? Glob($0) }  // Literals of ours: a test holds that none is lost.

  func findings(in subject: RuleCase) -> [Finding] {
    if subject.isGatekeepers { return [] }
    let protected = GlobSet(PlanProtected.ciFiles + subject.project.rules.protected)
    return subject.change.files.flatMap(\.paths).filter(protected.contains).map {
      finding($0, subject.project)
    }
  }

  private func finding(_ path: RepoPath, _ project: Project) -> Finding {
    Finding(
      rule: id, path: path, line: 1,
      message: "the change edits what judges changes; only the gatekeeper may",
      hint: project.gatekeeper.map { "hand it in from lane \($0), the gatekeeper's" }
        ?? "name a lane as `gatekeeper:` in gate.yml, in the base branch")
  }

  var examples: [RuleExample] {
    [
      RuleExample(
        "Lane B loosens a rule in gate.yml.", isGood: false, project: RuleExample.twoLanes,
        lane: "B", before: ["gate.yml": "version: 1\n"],
        edits: ["gate.yml": "version: 1\nrules: {lane-scope: off}\n"]),
      RuleExample(
        "The gatekeeper changes a workflow.", isGood: true, project: RuleExample.twoLanes,
        lane: "D",
        edits: [".github/workflows/ci.yml": "on: push\n"]),
    ]
  }
}
