import ArgumentParser
import Files
import FoundationEssentials
import GateDrafting
import GateModel
import GateProject

/// `gate init`: a first plan for this repository, never over an existing file.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write gate.yml, Lanes/, Waves/ and Migrations/ for this repository.",
    discussion: """
      Lanes, test commands and the base branch are guessed from what is there; with --from they are \
      read out of a plan in Markdown, and what has no place in the files is said with its line. A \
      file that exists is left as it is. The files belong at the top of the repository, wherever \
      the command is started.

      EXAMPLES
        gate init && gate plan
        gate init --from docs/PLAN.md
      """)

  @OptionGroup var place: Place
  @Option(help: ArgumentHelp("A plan in Markdown to read it from.", valueName: "file"))
  var from: String?
  @Option(help: "text, or json: the files written and kept.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let repository = try RepositorySurvey(at: place.path)
      let (draft, remarks) = try draft(for: repository.survey)
      let files = draft.files()
      try check(files)
      var kept: [String] = []
      for file in files where try !write(file, in: repository.root) { kept.append(file.path) }
      let written = files.map(\.path).filter { !kept.contains($0) }
      if format == .json {
        let answer = JSON.object([
          "schema": "gate-init/1", "written": .array(written.map { .string($0) }),
          "kept": .array(kept.map { .string($0) }),
          "remarks": .array(
            remarks.map { .object(["line": .integer($0.line), "message": .string($0.message)]) }),
        ])
        try Console.print(answer.text() + "\n")
      } else {
        for file in files {
          try Console.print("\(kept.contains(file.path) ? "kept   " : "written")  \(file.path)\n")
        }
      }
      for remark in remarks { Console.say("\(from ?? ""):\(remark.line): \(remark.message)") }
      let isSound = soundness(of: repository.root)
      let isGuess = from == nil && draft.project.lanes.count == 2
      let first =
        (repository.isRepository
          ? [] : ["git init                            the plan is judged from git"])
        + (isGuess ? ["one lane was guessed: split it, or keep it if one agent works here"] : [])
      say(whatIsNext: written, first, isSound)
      return isSound ? 0 : 2
    }
  }

  private func draft(for survey: Survey) throws -> (PlanDraft, [Remark]) {
    guard let from else { return (PlanDraft(for: survey), []) }
    let path = from.hasPrefix("/") ? from : place.path + "/" + from
    let bytes = try bytes(ofFile: path)
    guard bytes.count <= 1 << 20 else {
      throw Failure("`\(from)` is larger than 1 MiB", exit: .unjudged)
    }
    let name = URL(filePath: path).lastPathComponent
    do throws(NoLanes) {
      return try PlanDraft.read(String(decoding: bytes, as: UTF8.self), named: name, for: survey)
    } catch {
      throw Failure(
        "`\(from)` names no lane; nothing is written",
        hint: "a lane is a heading `## Lane A: title` or a row of a table with a column `lane`",
        exit: .unjudged)
    }
  }

  /// A draft that does not load is a fault of ours: nothing is written then.
  private func check(_ files: [DraftFile]) throws {
    let plan = files.filter { PlanFile.isPlan(RepoPath($0.path)) }
    let project = try Project(
      reading: plan.map { PlanFile(path: $0.path, bytes: Array($0.text.utf8)) })
    precondition(project.overlaps().isEmpty, "a draft gives each path to one lane")
  }

  private func write(_ file: DraftFile, in root: String) throws -> Bool {
    if let slash = file.path.lastIndex(of: "/") {
      try Folder.make(String(file.path[..<slash]), in: root)
    }
    return try WholeFile.create(root + "/" + file.path, file.text)
  }

  /// Whether the new files and those that were there make a plan together.
  private func soundness(of root: String) -> Bool {
    do {
      return try worktreePlan(in: root).overlaps().isEmpty
    } catch {
      for line in Failure(error).lines { Console.say(line) }
      return false
    }
  }

  /// - Parameter first: the steps that not every repository needs.
  private func say(whatIsNext written: [String], _ first: [String], _ isSound: Bool) {
    guard !written.isEmpty else { return Console.say("Nothing was written: every file is there.") }
    guard isSound else {
      return Console.say("These files and those that were there are no plan yet: see `gate plan`.")
    }
    var added: [Substring] = []
    for name in written.compactMap({ $0.split(separator: "/").first }) where added.last != name {
      added.append(name)
    }
    let steps =
      first + [
        "edit Lanes/ to say who owns what, and Waves/ to say what is done when",
        "gate plan                           shows it, with the files that nobody owns",
        "git add \(added.joined(separator: " ")) && git commit",
        "gate hooks install                  judges each commit and push on this machine",
      ]
    let lines = steps.enumerated().map { "  \($0 + 1). \($1)" }
    Console.say("\nNext:\n" + lines.joined(separator: "\n"))
  }
}
