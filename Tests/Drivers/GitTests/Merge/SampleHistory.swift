import GateModel
import TestSupport
import Testing

/// Commits made without a worktree.
struct SampleHistory {
  /// For `git fast-import`.
  private(set) var stream = ""
  private var mark = 0

  /// - Parameter parents: what this returned for them.
  mutating func commit(_ tree: SampleTree, _ branch: String, parents: [Int]) -> Int {
    mark += 1
    stream += "commit refs/heads/\(branch)\nmark :\(mark)\n"
    stream += "committer a <a@example.org> \(1_700_000_000 + mark) +0000\ndata 1\nx\n"
    for (index, parent) in parents.enumerated() {
      stream += "\(index == 0 ? "from" : "merge") :\(parent)\n"
    }
    stream += "deleteall\n"
    for (path, file) in tree.files.sorted(by: { $0.key < $1.key }) {
      if file.mode == "160000" {
        stream += "M 160000 \(file.content) \(path)\n"
      } else {
        stream += "M \(file.mode) inline \(path)\ndata \(file.content.utf8.count)\n"
        stream += "\(file.content)\n"
      }
    }
    return mark
  }

  /// A repository with these commits, and its branches.
  func world() async throws -> (World, tips: [String: ObjectID]) {
    let world = try World()
    try await world.sh("git init -q -b main")
    try world.write(stream, to: ".git/stream")
    let (output, code) = try await world.sh("git fast-import --quiet < .git/stream")
    try #require(code == 0, "\(output)")
    let (refs, _) = try await world.sh(
      "git for-each-ref --format='%(refname:strip=2) %(objectname)'")
    var tips: [String: ObjectID] = [:]
    for line in refs.split(separator: "\n") {
      let words = line.split(separator: " ")
      tips[String(words[0])] = ObjectID(String(words[1]))
    }
    return (world, tips)
  }
}
