/// A whole world in one text file: files of a repository, then commands with what they print.
///
/// `-- path --` begins a file of the first commit on `main`. A line `$ command` runs in the repository
/// by /bin/sh; the lines below it are what it prints (both streams), and `? N` its exit code, if not 0.
struct Scenario {
  var preamble: String
  var files: [(path: String, text: String)] = []
  var steps: [Step] = []

  struct Step {
    var command: String
    var expected = ""
  }

  init(parsing text: String) {
    preamble = ""
    var isInFile = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ ") {
        steps.append(Step(command: String(line.dropFirst(2))))
      } else if !steps.isEmpty {
        steps[steps.count - 1].expected += line + "\n"
      } else if line.hasPrefix("-- "), line.hasSuffix(" --") {
        files.append((String(line.dropFirst(3).dropLast(3)), ""))
        isInFile = true
      } else if isInFile {
        files[files.count - 1].text += line + "\n"
      } else {
        preamble += line + "\n"
      }
    }
    for index in steps.indices { steps[index].expected = Scenario.trimmed(steps[index].expected) }
  }

  /// The file again, with what the commands printed this time.
  func text(recording outputs: [String]) -> String {
    var text = preamble
    for (path, content) in files { text += "-- \(path) --\n\(content)" }
    for (step, output) in zip(steps, outputs) { text += "$ \(step.command)\n\(output)\n" }
    return Scenario.trimmed(text)
  }

  static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text == "\n" ? "" : String(text)
  }
}
