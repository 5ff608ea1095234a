internal import FoundationEssentials
internal import GateModel

extension Survey {
  /// The test commands that the repository's manifests speak of. One is called `unit`; several are
  /// called after their language.
  func suites() -> [Suite] {
    var found = [swiftSuite(), pythonSuite(), goSuite(), nodeSuite(), rustSuite(), jvmSuite()]
      .compactMap { $0 }
    if found.count == 1 { found[0].name = "unit" }
    return found
  }

  private func swiftSuite() -> Suite? {
    guard has("Package.swift") else { return nil }
    return suite(
      "swift", "swift test --xunit-output ${GATE_OUT}/junit.xml", .junit, cores: 2,
      keep: ["/.build/"])
  }

  private func goSuite() -> Suite? {
    has("go.mod") ? suite("go", "go test -json ./...", .goJSON, cores: 2) : nil
  }

  private func rustSuite() -> Suite? {
    has("Cargo.toml") ? suite("rust", "cargo test", .exitCode, cores: 2, keep: ["/target/"]) : nil
  }

  private func jvmSuite() -> Suite? {
    if has("build.gradle") || has("build.gradle.kts") {
      return suite(
        "jvm", has("gradlew") ? "./gradlew test" : "gradle test", .junit,
        files: ["**/build/test-results/**"], cores: 2)
    }
    guard has("pom.xml") else { return nil }
    return suite(
      "jvm", has("mvnw") ? "./mvnw -q test" : "mvn -q test", .junit,
      files: ["**/target/surefire-reports/*.xml"], cores: 2)
  }

  /// pytest where anything speaks of it, else unittest; none where there is no test.
  private func pythonSuite() -> Suite? {
    let marks = ["pyproject.toml", "setup.py", "setup.cfg", "tox.ini", "pytest.ini"]
    let isPython =
      marks.contains(where: has)
      || files().contains { $0.hasPrefix("requirements") && $0.hasSuffix(".txt") }
      || files().contains { $0.hasSuffix(".py") }
    let tests = paths.filter {
      $0.pathExtension == "py" && ($0.name.hasPrefix("test") || $0.stem.hasSuffix("_test"))
    }
    guard isPython, !tests.isEmpty else { return nil }
    let isSourceLayout = folders(in: "src").contains { has("src/\($0)/__init__.py") }
    let path = isSourceLayout ? "PYTHONPATH=src " : ""
    let speaksOfPytest =
      has("pytest.ini") || paths.contains { $0.name == "conftest.py" }
      || texts.contains { $0.key != "package.json" && $0.value.contains("pytest") }
    if speaksOfPytest {
      return suite(
        "python", "\(path)python3 -m pytest --junit-xml=${GATE_OUT}/junit.xml", .junit)
    }
    // Discovery goes down into packages only.
    let folder = ["tests", "test"].first { folder in
      !has("\(folder)/__init__.py") && tests.contains { $0.description.hasPrefix(folder + "/") }
    }
    let start = folder.map { " -s \($0)" } ?? ""
    return suite("python", "\(path)python3 -m unittest discover -v\(start)", .unittest)
  }

  private func suite(
    _ name: String, _ run: String, _ results: ResultFormat, files: [String] = [], cores: Int = 1,
    keep: [String] = []
  ) -> Suite {
    Suite(
      name: name, run: run, results: results, resultFiles: globs(files), timeout: .seconds(1200),
      cores: cores, keep: globs(keep))
  }
}

/// Node: only where package.json has a script that tests something.
extension Survey {
  private func nodeSuite() -> Suite? {
    guard let script = testScript else { return nil }
    let tool =
      has("pnpm-lock.yaml") ? "pnpm" : has("yarn.lock") ? "yarn" : "npm"
    let install = has("package-lock.json") ? "npm ci" : "\(tool) install"
    let needsInstall = texts["package.json"]?.contains("ependencies\"") == true
    let first = needsInstall ? "[ -d node_modules ] || \(install) && " : ""
    let keep = needsInstall ? ["/node_modules/"] : []
    let report = "${GATE_OUT}/junit.xml"
    let isOneCommand = !script.contains { "&|;<>`$()".contains($0) }
    if isOneCommand, script.hasPrefix("node --test") {
      let options = "--test-reporter=junit --test-reporter-destination=\(report)"
      let rest = script.dropFirst("node --test".count)
      return suite("node", "\(first)node --test \(options)\(rest)", .junit, keep: keep)
    }
    if isOneCommand, script.split(separator: " ").first == "vitest" {
      return suite(
        "node", "\(first)npx vitest run --reporter=junit --outputFile=\(report)", .junit,
        keep: keep)
    }
    if isOneCommand, script.split(separator: " ").first == "jest",
      texts["package.json"]?.contains("\"jest-junit\"") == true
    {
      let run = "JEST_JUNIT_OUTPUT_DIR=${GATE_OUT} npx jest --ci --reporters=jest-junit"
      return suite("node", first + run, .junit, keep: keep)
    }
    return suite("node", "\(first)\(tool) test", .exitCode, keep: keep)
  }

  /// The script called `test`, unless it is the one that `npm init` writes.
  private var testScript: String? {
    guard let text = texts["package.json"],
      // What is no JSON has no script.
      let json = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)),
      let script = json["scripts"]?["test"]?.string?.trimmed, !script.isEmpty,
      !script.contains("no test specified")
    else { return nil }
    return script
  }
}

/// Patterns that are known to be good.
func globs(_ patterns: [String]) -> [Glob] {
  patterns.compactMap { try? Glob($0) }  // A folder with a name that is no pattern gets no owner.
}
