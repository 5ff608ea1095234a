import GateModel
import Git

/// Merges in memory beside `git merge-tree`: one merge with all that it takes to begin, and each of twenty
/// lanes with each other, in a repository made for it.
func mergeComparisons(_ folder: String) -> [(Comparison, rounds: Int)] {
  let world = LaneWorld(in: folder, files: 6000, lanes: 20)
  let scratch = "\(folder)/merged"
  run(["mkdir", "-p", scratch], in: folder)
  let reference = MergeTree(world.folder, scratch: scratch)
  let first = [(world.tips[0], world.tips[1])]
  let pairs = world.tips.indices.flatMap { i in
    world.tips[(i + 1)...].map { (world.tips[i], $0) }
  }

  func comparison(
    _ name: String, _ pairs: [(ObjectID, ObjectID)], limit: Double
  ) -> Comparison {
    Comparison(
      name: name,
      subject: .init(name: "Merger") {
        try await timed {
          var merger = try Merger(at: world.folder, writing: .memory)
          for (ours, theirs) in pairs { _ = try merger.merge(ours, theirs) }
        }.0
      },
      reference: .init(name: "git merge-tree, \(pairs.count) times") {
        await timed {
          for (ours, theirs) in pairs where reference.merge(ours, theirs).0 == nil {
            fail("git cannot merge \(ours) and \(theirs)")
          }
        }.0
      },
      limit: limit)
  }
  return [
    (comparison("one merge, 6,000 files", first, limit: 1), 50),
    (comparison("20 lanes, each with each, 6,000 files", pairs, limit: 0.1), 21),
  ]
}

/// A repository in which each of some lanes edits, adds, deletes and renames a few files.
private struct LaneWorld {
  let folder: String
  let tips: [ObjectID]

  init(in parent: String, files: Int, lanes: Int) {
    folder = "\(parent)/lanes.git"
    run(["git", "init", "-q", "--bare", folder], in: parent)
    let path = "\(parent)/lanes.stream"
    write(LaneWorld.stream(files: files, lanes: lanes), to: path)
    run(["/bin/sh", "-c", "git fast-import --quiet < '\(path)'"], in: folder)
    run(["git", "repack", "-q", "-a", "-d"], in: folder)
    let (_, ids) = output(
      of: ["git", "-C", folder, "for-each-ref", "--format=%(objectname)", "refs/heads/lane"])
    tips = String(decoding: ids, as: UTF8.self).split(separator: "\n")
      .compactMap { ObjectID(String($0)) }
  }

  private static func stream(files: Int, lanes: Int) -> String {
    let person = "committer bench <bench@example.org> 1700000000 +0000\n"
    func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
    func content(_ number: Int, edited line: Int? = nil, by lane: Int = 0) -> String {
      (0..<40).map { $0 == line ? "lane \(lane)\n" : "value_\($0) = \(number * $0)\n" }.joined()
    }
    func file(_ path: String, _ text: String) -> String { "M 100644 inline \(path)\n\(data(text))" }
    var text = "commit refs/heads/main\n\(person)\(data("base"))"
    for number in 0..<files { text += file(World.path(number), content(number)) }
    for lane in 0..<lanes {
      text += "commit refs/heads/lane/\(lane)\n\(person)\(data("lane"))from refs/heads/main\n"
      // Its own files, some next to its neighbour's, and one that every fifth lane edits as well.
      for step in 0..<12 {
        let number = lane * 97 + step * 13
        text += file(World.path(number), content(number, edited: step * 3, by: lane))
      }
      text += file(World.path(lane % 5), content(lane % 5, edited: 20, by: lane))
      text += file("src/new/lane\(lane).py", content(lane))
      text += "D \(World.path(3000 + lane))\n"
      text += "R \(World.path(4000 + lane)) src/moved/lane\(lane).py\n"
    }
    return text
  }
}
