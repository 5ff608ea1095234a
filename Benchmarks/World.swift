import Glibc

/// A repository made for measuring, in a folder of its own: `base` has some thousand files and a plan,
/// `main` is at `base`, HEAD is on `lane/a` with one more commit.
struct World {
  let folder: String

  /// - Parameters:
  ///   - files: how many files the base has.
  ///   - changed: how many of them the head's commit edits.
  ///   - plan: the files of the plan, by path.
  init(_ name: String, in parent: String, files: Int, changed: Int, plan: [String: String]) {
    folder = "\(parent)/\(name)"
    run(["git", "init", "-q", "-b", "main", folder], in: parent)
    let stream = World.stream(files: files, changed: changed, plan: plan)
    let path = "\(parent)/\(name).stream"
    write(stream, to: path)
    run(["/bin/sh", "-c", "git fast-import --quiet < '\(path)'"], in: folder)
    run(["git", "checkout", "-q", "-f", "lane/a"], in: folder)
    run(["git", "repack", "-q", "-a", "-d"], in: folder)
    run(["git", "update-index", "-q", "--refresh"], in: folder)
    // Files as old as their index are looked at twice, as after a fresh clone: that is not measured.
    sleep(1)
    run(["touch", ".git/index"], in: folder)
  }

  static func path(_ number: Int) -> String {
    "src/m\(number % 40)/p\(number % 700)/file\(number).py"
  }

  /// For `git fast-import`.
  private static func stream(files: Int, changed: Int, plan: [String: String]) -> String {
    let person = "committer bench <bench@example.org> 1700000000 +0000\n"
    func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
    var text = "commit refs/heads/main\n\(person)\(data("base"))"
    for (path, content) in plan.sorted(by: { $0.key < $1.key }) {
      text += "M 100644 inline \(path)\n\(data(content))"
    }
    for number in 0..<files {
      text += "M 100644 inline \(path(number))\n"
      text += data(String(repeating: "value_\(number) = \(number)\n", count: 20))
    }
    text += "commit refs/heads/lane/a\n\(person)\(data("change\n\nChanges: one line\n"))"
    text += "from refs/heads/main\n"
    for number in 0..<changed {
      text += "M 100644 inline \(path(number))\n"
      text += data(String(repeating: "value_\(number) = \(number)\n", count: 20) + "more = 1\n")
    }
    return text
  }
}

/// The files of a plan with one lane; `rules` is what gate.yml says of them.
func plan(rules: String, owns: [String] = ["src/**"]) -> [String: String] {
  [
    "gate.yml": """
    version: 1
    project: bench
    base: main
    gatekeeper: D
    profiles: {full: [rules]}
    \(rules)
    """,
    "Lanes/A.yml":
      "lane: A\nbranch: lane/a\nowns:\n" + owns.map { "  - \($0)\n" }.joined(),
    "Lanes/D.yml": "lane: D\nbranch: lane/d\nowns: [gate.yml, Lanes/**]\n",
  ]
}
