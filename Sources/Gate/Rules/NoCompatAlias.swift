internal import GateModel

/// No old configuration key lives on as a fallback of the new one.
struct NoCompatAlias: Rule {
  let id = "no-compat-alias"
  let summary = "No added line reads one configuration key as the fallback of another."
  let defaultLevel = RuleLevel.error
  let explanation = """
    One configuration, one path: when a key is renamed, the old name goes in the same change. A \
    fallback keeps two names alive, and nobody dares to remove the second.

    Looked for on added lines: an environment variable or a key of a configuration object that is \
    read where another one is not set, in Python, JavaScript, TypeScript, Swift, Go, Ruby, Rust, \
    Java, Kotlin and shell (`${NEW:-$OLD}`), and keys of YAML, JSON and TOML files that stand beside \
    their own old name (`port` and `port_old`). A literal default is no alias, nor is a default \
    that is made of something else (`${XDG_CONFIG_HOME:-$HOME/.config}`).

    No alias either: a condition that asks whether one of two is set, a choice that something else \
    makes, a key with `default` in its name, one name in two cases, variables that operating \
    systems name differently (`HOME` and `USERPROFILE`), keys of lock files and translations.

    Files that are not looked at: `no-compat-alias: {except: [vendor/**]}`.
    """

  func findings(in subject: RuleCase) throws -> [Finding] {
    let exceptions = GlobSet(subject.project.rules.aliasExceptions)
    return try subject.change.files.flatMap { file -> [Finding] in
      guard file.after?.kind.isRegular == true, let language = Language(file.path),
        !exceptions.contains(file.path)
      else { return [] }
      let added = try subject.contents.hunks(of: file).flatMap(\.added)
      guard !added.isEmpty,
        let text = try subject.contents.file(file.path, at: .head)?.text
      else { return [] }
      return findings(in: text, language, added, file.path)
    }
  }

  private func findings(
    in text: String, _ language: Language, _ added: [Hunk.Line], _ path: RepoPath
  ) -> [Finding] {
    let lines = Set(added.map(\.number))
    var found: [Finding] = []
    switch language {
    case .python, .javaScript, .swift, .go, .ruby, .rust, .java:
      for alias in Fallback.all(in: text, of: language) {
        // On either of its lines; the keys are a few tokens apart.
        let ends = [alias.lines.lowerBound, alias.lines.upperBound]
        guard let line = ends.first(where: lines.contains) else { continue }
        found.append(finding(alias, line, path))
      }
    case .shell, .yaml:
      let isShell = language == .shell
      let constants = isShell ? Fallback.shellConstants(in: text) : []
      found += added.flatMap { line in
        Fallback.inShell(line, isQuoting: isShell, constants: constants)
          .map { finding($0, line.number, path) }
      }
    case .json, .toml, .properties: break
    }
    let hasKeys = language != .shell || path.name.hasPrefix(".env") || path.pathExtension == "env"
    if hasKeys, KeyPair.isConfiguration(path) {
      for pair in KeyPair.all(in: text, of: language) {
        guard let line = [pair.line, pair.otherLine].first(where: lines.contains) else { continue }
        found.append(finding(pair, line, path))
      }
    }
    var told: Set<Int?> = []
    return found.filter { told.insert($0.line).inserted }
  }

  private func finding(_ alias: Fallback, _ line: Int, _ path: RepoPath) -> Finding {
    Finding(
      rule: id, path: path, line: line,
      message:
        "`\(alias.oldKey)` is read as a fallback of `\(alias.key)`: two names for one setting",
      hint: "read only one of them, and rename it everywhere in this change")
  }

  private func finding(_ pair: KeyPair, _ line: Int, _ path: RepoPath) -> Finding {
    Finding(
      rule: id, path: path, line: line,
      message: "`\(pair.oldKey)` stands beside `\(pair.key)`: two names for one setting",
      hint: "keep only `\(pair.key)`")
  }

  var examples: [RuleExample] {
    [
      RuleExample(
        "A literal default.", isGood: true, edits: ["a.py": "port = os.getenv(\"PORT\", \"80\")\n"]),
      RuleExample(
        "The old variable as a fallback.", isGood: false,
        edits: ["a.py": "port = os.getenv(\"PORT\") or os.getenv(\"APP_PORT\")\n"]),
      RuleExample(
        "The same in shell.", isGood: false, edits: ["run.sh": "PORT=${PORT:-$APP_PORT}\n"]),
      RuleExample(
        "A key beside its old name.", isGood: false,
        edits: ["app.yml": "server:\n  port: 80\n  port_old: 8080\n"]),
    ]
  }
}
