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
    let shell = added.flatMap(Fallback.inShell)
    switch language {
    case .shell: return shell.map { finding($0, lines, path) }
    case .yaml, .json, .toml:
      return KeyPair.all(in: text, of: language, added: lines).map { finding($0, path) }
        + (language == .yaml ? shell.map { finding($0, lines, path) } : [])
    case .python, .javaScript, .swift, .go, .ruby, .rust, .java:
      return Fallback.all(in: text, of: language)
        .filter { $0.lines.contains(where: lines.contains) }
        .map { finding($0, lines, path) }
    }
  }

  private func finding(_ alias: Fallback, _ added: Set<Int>, _ path: RepoPath) -> Finding {
    Finding(
      rule: id, path: path, line: alias.lines.first(where: added.contains),
      message:
        "`\(alias.oldKey)` is read as a fallback of `\(alias.key)`: two names for one setting",
      hint: "read only one of them, and rename it everywhere in this change")
  }

  private func finding(_ pair: KeyPair, _ path: RepoPath) -> Finding {
    Finding(
      rule: id, path: path, line: pair.line,
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
