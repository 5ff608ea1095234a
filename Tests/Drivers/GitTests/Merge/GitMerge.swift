import GateModel
import Git
import TestSupport

/// What a merge is, as `git merge-tree --write-tree -z` says it.
struct GitMerge: Equatable, CustomStringConvertible {
  var tree: String
  var isClean: Bool
  /// `MODE ID STAGE path`, sorted.
  var stages: [String] = []

  var description: String { "\(isClean ? "clean" : "conflicts") \(tree) \(stages)" }

  init(_ merge: Merge) {
    tree = "\(merge.tree)"
    isClean = merge.isClean
    for conflict in merge.conflicts {
      guard let versions = conflict.versions else { continue }
      for case (let stage, let entry?) in [versions.base, versions.ours, versions.theirs]
        .enumerated()
      {
        let mode =
          switch entry.kind {
          case .file: "100644"
          case .executable: "100755"
          case .symlink: "120000"
          case .submodule: "160000"
          }
        stages.append("\(mode) \(entry.id?.description ?? "") \(stage + 1) \(conflict.path)")
      }
    }
    stages.sort()
  }

  /// Whether git lost its way: where a folder's rename puts a file below another file, or a file where a
  /// folder is, git 2.39 drops one of the two, or writes an entry without a mode.
  func isBroken(beside own: GitMerge) -> Bool {
    if stages.contains(where: { $0.hasPrefix("000000") }) { return true }
    return own.paths.subtracting(paths).contains { path in
      guard let tilde = path.lastIndex(of: "~") else { return false }
      return paths.contains { $0.hasPrefix(path[..<tilde] + "/") }
    }
  }

  private var paths: Set<Substring> {
    Set(stages.map { $0.split(separator: " ", maxSplits: 3).last ?? "" })
  }

  /// - Parameter fields: the tree, and the stages.
  init?(_ fields: [Substring], code: Int) {
    guard code < 2, let tree = fields.first else { return nil }
    self.tree = String(tree)
    isClean = code == 0
    stages = fields.dropFirst().map { String($0).replacing("\t", with: " ") }.sorted()
  }

  /// Merges with git, one process each; nil where it fails.
  static func all(_ pairs: [(ObjectID, ObjectID)], in world: World) async throws -> [GitMerge?] {
    try world.write(pairs.map { "\($0) \($1)\n" }.joined(), to: ".git/pairs")
    let (output, _) = try await world.sh(
      """
      while read a b; do
        git merge-tree --write-tree -z --no-messages $a $b 2>/dev/null; printf '=%d\\0' $?
      done < .git/pairs
      """)
    var (merges, fields) = ([GitMerge?](), [Substring]())
    for field in output.split(separator: "\0") {
      if field.hasPrefix("=") {
        merges.append(GitMerge(fields, code: Int(field.dropFirst()) ?? 2))
        fields = []
      } else {
        fields.append(field)
      }
    }
    return merges
  }
}
