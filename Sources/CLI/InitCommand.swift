import ArgumentParser
import FoundationEssentials
import GateModel

/// `gate init`: a first plan for this repository, never over an existing file.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write gate.yml, Lanes/ and Waves/ for this repository.",
    discussion: """
      The test command is guessed from what is there. A file that exists is left as it is.

      EXAMPLE
        gate init && gate plan
      """)

  @OptionGroup var place: Place

  func run() throws {
    try answering {
      let root = place.path
      let files = FileManager.default
      let guess = SuiteGuess.all.first { files.fileExists(atPath: root + "/" + $0.marker) }
      var isNew = false
      for (path, text) in firstPlan(name: URL(filePath: root).lastPathComponent, guess) {
        let target = root + "/" + path
        if files.fileExists(atPath: target) {
          Console.say("kept     \(path)")
          continue
        }
        let folder = URL(filePath: target).deletingLastPathComponent().path
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: target), options: .withoutOverwriting)
        Console.say("written  \(path)")
        isNew = true
      }
      if isNew { Console.say("Edit them to say who owns what, try `gate plan`, then commit them.") }
      return 0
    }
  }
}

/// A test command, known by a file at the root.
private struct SuiteGuess {
  var marker: String
  var run: String
  var results: ResultFormat

  static let all = [
    SuiteGuess(
      marker: "Package.swift", run: "swift test --xunit-output ${GATE_OUT}/junit.xml",
      results: .junit),
    SuiteGuess(
      marker: "pyproject.toml", run: "python3 -m pytest --junit-xml=${GATE_OUT}/junit.xml",
      results: .junit),
    SuiteGuess(marker: "setup.py", run: "python3 -m unittest -v", results: .unittest),
    SuiteGuess(marker: "go.mod", run: "go test -json ./...", results: .goJSON),
    SuiteGuess(marker: "package.json", run: "npm test", results: .exitCode),
    SuiteGuess(marker: "Cargo.toml", run: "cargo test", results: .exitCode),
  ]
}

private func firstPlan(name: String, _ guess: SuiteGuess?) -> [(path: String, text: String)] {
  let project = String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
  let suites =
    guess.map {
      """
      suites:
        unit:
          run: \($0.run)
          results: \($0.results.rawValue)
          timeout: 20m

      """
    } ?? ""
  let gate = """
    version: 1
    project: "\(project)"
    base: main
    gatekeeper: D
    description:
      sections: {changes: [Changes, 变更点], risk: [Risk, 风险点], rollback: [Rollback, 回滚点]}
    \(suites)profiles:
      quick: [rules]
      full: [rules\(guess == nil ? "" : ", unit")]
    rules:
      unowned-path: warning

    """
  let work = """
    lane: A
    title: The first lane
    branch: lane/a
    owns: [src/**, tests/**]

    """
  let gatekeeper = """
    lane: D
    title: Gatekeeper
    branch: lane/d
    owns: [gate.yml, Lanes/**, Waves/**]

    """
  let wave = """
    wave: 0
    title: The first wave
    lanes: {A: [say what is to be done], D: [judges and integrates]}
    merge: [A, D]

    """
  return [
    ("gate.yml", gate), ("Lanes/A.yml", work), ("Lanes/D.yml", gatekeeper), ("Waves/0.yml", wave),
  ]
}
