import Glibc

/// A whole wave of eight lanes of one file each, whose suite is `true`, beside git writing the files of the
/// repository once: in processor time of all processes, with nothing kept from an earlier run.
func waveComparisons(_ checkout: Checkout, _ folder: String) -> [(Comparison, rounds: Int)] {
  let world = waveWorld(in: folder, files: 3830, lanes: 8)
  let home = "\(folder)/wave-home"
  run(["mkdir", "-p", home], in: folder)
  func work(_ name: String, _ command: [String]) -> Comparison.Work {
    .init(name: name) {
      run(["rm", "-rf", "\(home)/.cache", "\(home)/files"], in: folder)
      run(["mkdir", "-p", "\(home)/files"], in: folder)
      return processorTime(of: command, in: world, home: home)
    }
  }
  return [
    (
      Comparison(
        name: "wave of eight lanes, 3,830 files (processor)",
        subject: work(
          "gate wave", [checkout.gate, "wave", "1", "--format", "json", "--out", "\(home)/out"]),
        reference: work(
          "git checkout", ["git", "--work-tree=\(home)/files", "checkout", "-q", "-f", "main"]),
        limit: 5),
      15
    )
  ]
}

/// The processor time that a command and all that it waits for take, in milliseconds.
private func processorTime(of command: [String], in folder: String, home: String) -> Double {
  let before = childrenTime()
  var environment = ["PATH": "/usr/bin:/bin", "HOME": home]
  // What git keeps of the files it wrote must not spare it the next time.
  environment["GIT_INDEX_FILE"] = "\(home)/files/.index"
  run(command, in: folder, environment: environment)
  return childrenTime() - before
}

private func childrenTime() -> Double {
  var usage = rusage()
  unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
  func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }
  return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
}

/// A bare repository in which each lane adds a file of its own.
private func waveWorld(in parent: String, files: Int, lanes: Int) -> String {
  let folder = "\(parent)/wave.git"
  let person = "committer bench <bench@example.org> 1700000000 +0000\n"
  func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
  func file(_ path: String, _ text: String) -> String { "M 100644 inline \(path)\n\(data(text))" }
  let names = (0..<lanes).map { "L\($0)" }
  var text = "commit refs/heads/main\n\(person)\(data("base"))"
  text += file(
    "gate.yml",
    """
    version: 1
    project: bench
    gatekeeper: D
    suites: {unit: {run: "true", results: exit-code}}
    profiles: {full: [rules, unit]}
    description: {sections: {}}

    """)
  text += file("Lanes/D.yml", "lane: D\nowns: [gate.yml, Lanes/**, Waves/**]\n")
  text += file(
    "Waves/1.yml", "wave: 1\nlanes:\n" + names.map { "  \($0): [x]\n" }.joined())
  for name in names {
    text += file("Lanes/\(name).yml", "lane: \(name)\nbranch: lane/\(name)\nowns: [\(name)/**]\n")
  }
  for number in 0..<files {
    text += file(World.path(number), String(repeating: "value_\(number) = \(number)\n", count: 20))
  }
  for name in names {
    text += "commit refs/heads/lane/\(name)\n\(person)\(data("lane"))from refs/heads/main\n"
    text += file("\(name)/new.py", "new = 1\n")
  }
  run(["git", "init", "-q", "-b", "main", "--bare", folder], in: parent)
  write(text, to: "\(parent)/wave.stream")
  run(["/bin/sh", "-c", "git fast-import --quiet < '\(parent)/wave.stream'"], in: folder)
  run(["git", "repack", "-q", "-a", "-d"], in: folder)
  return folder
}
