import FoundationEssentials
import GateContracts
import GateModel
import GateProject
import Git
import HTTP
import Processes

// What the gate itself runs or opens late, where the plan needs it.
extension Examination {
  func toolSymptoms(_ project: Project?) -> [Symptom] {
    guard let project else { return [postgresSymptom(isNeeded: false)] }
    let postgres =
      project.migrations != nil || project.suites.contains { $0.needs.contains(.postgres) }
    return [postgresSymptom(isNeeded: postgres)] + curlSymptoms(project) + ctagsSymptoms(project)
      + tmuxSymptoms(project)
  }

  private func postgresSymptom(isNeeded: Bool) -> Symptom {
    let files = FileManager.default
    let versions = (try? files.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []  // None.
    let packaged = versions.sorted().map { "/usr/lib/postgresql/\($0)/bin/initdb" }
      .last { files.isExecutableFile(atPath: $0) }
    if let found = onPath("initdb") ?? packaged { return Symptom(.ok, "postgres", found) }
    return Symptom(
      isNeeded ? .missing : .warn, "postgres",
      isNeeded
        ? "a database is needed, and there is no Postgres" : "no Postgres: no scratch database",
      fix: install("postgres"))
  }

  /// Only a criterion with `http` makes requests.
  private func curlSymptoms(_ project: Project) -> [Symptom] {
    let asking = project.waves.first { wave in
      wave.acceptance.contains { if case .http = $0.probe { true } else { false } }
    }
    guard let asking else { return [] }
    let needed = "wave \(asking.number) is accepted by requests"
    return [
      LoopbackRequest.isPossible
        ? Symptom(.ok, "libcurl", needed)
        : Symptom(
          .missing, "libcurl", "\(needed), and there is no libcurl", fix: install("libcurl"))
    ]
  }

  /// Only signatures are read by ctags, and not those of Swift.
  private func ctagsSymptoms(_ project: Project) -> [Symptom] {
    guard let interfaces = project.interfaces, !interfaces.signatures.isEmpty,
      let path = committedPaths().first(where: {
        interfaces.contains($0, of: .signatures) && Contract.isReadByCtags($0)
      })
    else { return [] }
    let needed = "Universal Ctags reads the signatures of `\(path)`"
    guard onPath("ctags") != nil else {
      return [
        Symptom(.missing, "ctags", "\(needed), and `ctags` is not on PATH", fix: install("ctags"))
      ]
    }
    // The ctags of others has neither the option nor the feature.
    let json = firstLine(of: "ctags --options=NONE --list-features 2>/dev/null | grep '^json '")
    return [
      json == nil
        ? Symptom(
          .missing, "ctags", "\(needed), and `ctags` is another or cannot write JSON",
          fix: install("ctags"))
        : Symptom(.ok, "ctags", needed)
    ]
  }

  private func committedPaths() -> [RepoPath] {
    do throws(GitError) {
      let repository = try Repository(at: folder)
      return try repository.paths(in: repository.tree(of: repository.commit(named: "HEAD")))
    } catch {
      return []  // The repository's own line says it.
    }
  }

  /// Only agents in terminals are watched there; the gate judges without it.
  private func tmuxSymptoms(_ project: Project) -> [Symptom] {
    guard let agent = project.agents.first(where: { $0.tmux != nil }) else { return [] }
    let needed = "the agent of lane \(agent.lane) works in tmux"
    return [
      onPath("tmux") != nil
        ? Symptom(.ok, "tmux", needed)
        : Symptom(.warn, "tmux", "\(needed), which is not on PATH", fix: install("tmux"))
    ]
  }
}

/// How to get a program, on Debian and its kin where a package has it.
func install(_ program: String) -> String {
  let packages = [
    "git": "git", "tmux": "tmux", "postgres": "postgresql", "ctags": "universal-ctags",
    "libcurl": "libcurl4", "python3": "python3",
    "pytest": "python3-pytest", "go": "golang-go", "node": "nodejs", "npm": "npm", "npx": "npm",
    "cargo": "cargo", "mvn": "maven", "gradle": "gradle", "make": "make",
  ]
  if program == "swift" { return "https://www.swift.org/install" }
  if program.contains("/") { return "chmod +x \(program), or change its command in gate.yml" }
  return packages[program].map { "apt-get install \($0)" }
    ?? "install it, or change its command in gate.yml"
}
