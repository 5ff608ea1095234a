internal import GateModel

/// A new module comes with its test.
struct NewModuleNeedsTest: Rule {
  let id = "new-module-needs-test"
  let summary = "A new module has its test file."
  let defaultLevel = RuleLevel.error
  let explanation = """
    A file that is added under `modules` needs a file that fits one of `tests`, in the same change \
    or already there. In `tests`, `{name}` is the module's file name without its extension and \
    `{parent}` the name of its folder. `except` lists modules that need none.

    ```yaml
    rules:
      new-module-needs-test:
        modules: "src/**/*.py"
        tests: ["tests/**/test_{name}.py", "tests/**/{name}_test.py"]
        except: ["**/__init__.py"]
    ```
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    subject.project.rules.newModuleNeedsTest.isEmpty ? "gate.yml names no `modules`" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    let added = subject.change.files.filter { $0.status == .added || $0.status == .renamed }
    var paths: [RepoPath]?
    var found: [Finding] = []
    for demand in subject.project.rules.newModuleNeedsTest {
      let (modules, exceptions) = (GlobSet(demand.modules), GlobSet(demand.except))
      for file in added.map(\.path) where modules.contains(file) && !exceptions.contains(file) {
        if try isTest(file, demand) { continue }
        let all = try paths ?? subject.contents.paths(at: .head)
        paths = all
        let tests = GlobSet(try demand.tests.map { try pattern($0, for: file) })
        if !all.contains(where: { $0 != file && tests.contains($0) }) {
          found.append(finding(file, demand))
        }
      }
    }
    return found
  }

  /// A test needs no test: it fits a pattern for some name.
  private func isTest(_ file: RepoPath, _ demand: ModuleTests) throws -> Bool {
    let anyName = try demand.tests.map { text in
      try Glob(text.replacing("{name}", with: "*").replacing("{parent}", with: "*"))
    }
    return GlobSet(anyName).contains(file)
  }

  private func pattern(_ text: String, for file: RepoPath) throws -> Glob {
    do {
      return try Glob(
        text.replacing("{name}", with: escaped(file.stem))
          .replacing("{parent}", with: escaped(file.parent?.name ?? "")))
    } catch {
      throw CannotJudge("`\(text)` is no pattern for the test of `\(file)`: \(error.message)")
    }
  }

  private func escaped(_ name: String) -> String {
    String(name.flatMap { "*?\\".contains($0) ? ["\\", $0] : [$0] })
  }

  private func finding(_ file: RepoPath, _ demand: ModuleTests) -> Finding {
    let wanted = (demand.tests.first ?? "").replacing("{name}", with: file.stem)
      .replacing("{parent}", with: file.parent?.name ?? "")
    return Finding(
      rule: id, path: file, line: 1, message: "the new module `\(file.name)` has no test",
      hint: "add one at `\(wanted)`")
  }

  var examples: [RuleExample] {
    var project = Project()
    if let modules = try? Glob("src/**/*.py") {  // A literal of ours.
      project.rules.newModuleNeedsTest = [
        ModuleTests(modules: [modules], tests: ["tests/**/test_{name}.py"])
      ]
    }
    return [
      RuleExample(
        "A module and its test.", isGood: true, project: project,
        edits: ["src/cart.py": "x = 1\n", "tests/test_cart.py": "def test(): pass\n"]),
      RuleExample(
        "A module whose test was there before.", isGood: true, project: project,
        before: ["tests/unit/test_cart.py": "def test(): pass\n"], edits: ["src/cart.py": "x = 1\n"]
      ),
      RuleExample(
        "A module alone.", isGood: false, project: project, edits: ["src/cart.py": "x = 1\n"]),
    ]
  }
}

extension String {
  /// Every occurrence of a text replaced.
  func replacing(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
