import FoundationEssentials
import GateMigrations
import GateModel
import GateProject
import Git
import Processes

/// Looks at a machine and a repository without changing either.
struct Examination {
  var folder: String
  var environment: [String: String]

  /// In the order in which one needs the other.
  func symptoms() -> [Symptom] {
    let root = projectRoot(above: folder)
    let (plan, project) = planSymptoms(root)
    return [gitSymptom()] + repositorySymptoms() + plan + migrationSymptoms(project)
      + commands(of: project, root ?? folder)
      + diskSymptoms()
      + toolSymptoms(project) + [ciSymptom()]
  }

  private func gitSymptom() -> Symptom {
    guard onPath("git") != nil, let version = firstLine(of: "git --version") else {
      return Symptom(.warn, "git", "git is not on PATH; the hooks need it", fix: install("git"))
    }
    return Symptom(.ok, "git", version)
  }

  private func repositorySymptoms() -> [Symptom] {
    do throws(GitError) {
      let repository = try Repository(at: folder)
      guard repository.hasCommit(named: "HEAD") else {
        return [Symptom(.missing, "repository", "there is no commit yet", fix: "git commit")]
      }
      if repository.isShallow {
        let message = "a shallow clone: the commit where a change left its base may be missing"
        let fix = "git fetch --unshallow (GitHub Actions: `fetch-depth: 0` at actions/checkout)"
        return [Symptom(.warn, "repository", message, fix: fix)]
      }
      let branch = repository.currentBranch.map { "on branch \($0)" } ?? "HEAD is detached"
      return [Symptom(.ok, "repository", branch)]
    } catch {
      return [Symptom(.missing, "repository", error.message, fix: error.hint)]
    }
  }

  private func planSymptoms(_ root: String?) -> ([Symptom], Project?) {
    guard let root else {
      return (
        [Symptom(.missing, "plan", "there is no gate.yml here or above", fix: "gate init")], nil
      )
    }
    do {
      let project = try worktreePlan(in: root)
      let count = "lanes: \(project.lanes.count), waves: \(project.waves.count)"
      let plan =
        project.overlaps().isEmpty
        ? Symptom(.ok, "plan", count)
        : Symptom(.warn, "plan", "\(count); two lanes claim one path", fix: "gate plan")
      return ([plan] + baseSymptom(project), project)
    } catch {
      let lines = Failure(error).lines
      let more = lines.count > 2 ? " (and \(lines.count - 2) more)" : ""
      let first = lines.dropFirst().first.map(\.trimmed) ?? lines.joined()
      return ([Symptom(.missing, "plan", first + more, fix: "mend it, then run gate plan")], nil)
    }
  }

  /// The branch that changes are judged against has to be here, with the plan in it.
  private func baseSymptom(_ project: Project) -> [Symptom] {
    do throws(GitError) {
      let repository = try Repository(at: folder)
      let names = [project.base, "origin/\(project.base)"]
      guard let name = names.first(where: { repository.hasCommit(named: $0) }) else {
        return [
          Symptom(
            .missing, "base",
            "there is no branch `\(project.base)`, which gate.yml names as `base:`",
            fix: "git fetch origin \(project.base), or change `base:`")
        ]
      }
      let tree = try repository.tree(of: repository.commit(named: name))
      if try repository.entry(RepoPath(PlanFile.gate), in: tree) != nil {
        return [Symptom(.ok, "base", "\(name) has the plan")]
      }
      return [
        Symptom(
          .warn, "base",
          "\(name) has no gate.yml yet: changes are judged by the plan of their base",
          fix: "commit the plan on \(project.base)")
      ]
    } catch {
      return []  // The repository's own line says it.
    }
  }

  private func commands(of project: Project?, _ root: String) -> [Symptom] {
    guard let project else { return [] }
    return project.suites.map { command("suite/\($0.name)", $0.run, root) }
      + project.linters.map { command("linter/\($0.name)", $0.run, root) }
  }

  private func migrationSymptoms(_ project: Project?) -> [Symptom] {
    guard project?.migrations != nil else { return [] }
    do {
      let set = try MigrationFolder(above: folder).set
      let isEmpty = set.versions.isEmpty
      // A format that reads none of them is the plan's mistake, not the files'.
      if isEmpty, let problem = set.problems.first {
        return [Symptom(.missing, "migrations", problem.message, fix: problem.hint)]
      }
      let name = "\(set.settings.path), as \(set.settings.format.rawValue) names them"
      return [Symptom(isEmpty ? .warn : .ok, "migrations", "\(set.versions.count) in \(name)")]
    } catch {
      let failure = Failure(error)
      return [Symptom(.warn, "migrations", failure.reason)]
    }
  }

  private func command(_ subject: String, _ run: String, _ root: String) -> Symptom {
    guard let program = firstProgram(of: run) else {
      return Symptom(.ok, subject, "a command for the shell; its programs are not looked for")
    }
    let isLocal = program.contains("/")
    let place = program.hasPrefix("/") ? program : root + "/" + program
    let found =
      isLocal ? FileManager.default.isExecutableFile(atPath: place) : onPath(program) != nil
    if found { return Symptom(.ok, subject, "`\(program)` is there") }
    return Symptom(
      .missing, subject, isLocal ? "`\(program)` cannot be run" : "`\(program)` is not on PATH",
      fix: install(program))
  }

  private func ciSymptom() -> Symptom {
    let known = [
      ("GITHUB_ACTIONS", "GitHub Actions"), ("GITLAB_CI", "GitLab CI"), ("BUILDKITE", "Buildkite"),
      ("CI", "some CI"),
    ]
    let found = known.first { environment[$0.0, default: ""].isEmpty == false }
    return Symptom(.ok, "ci", found.map { "\($0.1) (\($0.0))" } ?? "none: a person's machine")
  }
}

/// The program that a shell command begins with; nil where that cannot be told by looking.
func firstProgram(of command: String) -> String? {
  for word in command.split(whereSeparator: \.isWhitespace) {
    if let equals = word.firstIndex(of: "="), equals != word.startIndex,
      word[..<equals].utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "_") })
    {
      continue
    }
    let isPlain = word.utf8.allSatisfy { $0.isLetterOrDigit || "-_./+".utf8.contains($0) }
    let builtins = [
      "cd", "if", "for", "while", "set", "export", "test", "exec", "true", "false", ".",
    ]
    return isPlain && !builtins.contains(String(word)) ? String(word) : nil
  }
  return nil
}
