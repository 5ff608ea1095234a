import GateModel
import Git
import Glibc

/// `git merge-tree --write-tree`, one process a merge. What it writes goes to a folder of its own.
struct MergeTree {
  let folder: String
  private let environment: [String: String]

  /// - Parameters:
  ///   - folder: of a repository, bare or not.
  ///   - scratch: a folder for what git writes.
  init(_ folder: String, scratch: String) {
    self.folder = folder
    let (_, path) = output(of: ["git", "-C", folder, "rev-parse", "--git-path", "objects"])
    var objects = String(decoding: path.dropLast(), as: UTF8.self)
    if !objects.hasPrefix("/") { objects = "\(folder)/\(objects)" }
    environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": scratch, "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_OBJECT_DIRECTORY": scratch, "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects,
    ]
  }

  /// The answer, nil where git has none, and how long it took in milliseconds.
  func merge(_ ours: ObjectID, _ theirs: ObjectID) -> (Answer?, Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let (code, bytes) = output(
      of: [
        "git", "-C", folder, "merge-tree", "--write-tree", "-z", "--no-messages", "\(ours)",
        "\(theirs)",
      ], environment: environment)
    let time = (clock.now - start) / .milliseconds(1)
    return (code == 0 || code == 1 ? Answer(bytes, isClean: code == 0) : nil, time)
  }

  /// The merged tree, and the stages of what conflicts.
  struct Answer: Equatable {
    var tree: String
    var isClean: Bool
    /// `MODE ID STAGE` by path.
    var stages: [RepoPath: [String]] = [:]

    /// Format: `TREE NUL`, then `MODE ID STAGE TAB PATH NUL` for each.
    init?(_ bytes: [UInt8], isClean: Bool) {
      let fields = bytes.split(separator: 0)
      guard let first = fields.first else { return nil }
      tree = String(decoding: first, as: UTF8.self)
      self.isClean = isClean
      for field in fields.dropFirst() {
        guard let tab = field.firstIndex(of: 0x09) else { return nil }
        stages[RepoPath(bytes: field[(tab + 1)...]), default: []].append(
          String(decoding: field[..<tab], as: UTF8.self))
      }
    }

    init(_ merge: Merge) {
      tree = "\(merge.tree)"
      isClean = merge.isClean
      for conflict in merge.conflicts {
        guard let versions = conflict.versions else { continue }
        let entries = [versions.base, versions.ours, versions.theirs]
        for case (let stage, let entry?) in entries.enumerated() {
          stages[conflict.path, default: []].append(
            "\(entry.kind.mode) \(entry.id?.description ?? "") \(stage + 1)")
        }
      }
    }

    /// What a caller would notice: another tree of a clean merge, other paths of a conflict.
    func difference(from other: Answer) -> String? {
      if isClean != other.isClean { return isClean ? "clean, git conflicts" : "git has it clean" }
      if isClean { return tree == other.tree ? nil : "tree \(tree), git \(other.tree)" }
      let (own, gits) = (Set(stages.keys), Set(other.stages.keys))
      guard own != gits else { return nil }
      let (more, less) = (own.subtracting(gits).sorted(), gits.subtracting(own).sorted())
      return "conflicts more \(more), less \(less)"
    }

    /// What else differs.
    func detail(from other: Answer) -> String {
      let paths = stages.keys.filter { stages[$0] != other.stages[$0] }.sorted()
      return paths.isEmpty
        ? "tree \(tree), git \(other.tree)"
        : "stages of \(paths.prefix(3)): \(stages[paths[0]] ?? []), git \(other.stages[paths[0]] ?? [])"
    }
  }
}

extension ChangedFile.Entry.Kind {
  fileprivate var mode: String {
    switch self {
    case .file: "100644"
    case .executable: "100755"
    case .symlink: "120000"
    case .submodule: "160000"
    }
  }
}

/// Runs a command to its end, and answers its exit code and what it printed.
func output(
  of command: [String], environment: [String: String]? = nil
) -> (code: Int32, bytes: [UInt8]) {
  var ends: [Int32] = [0, 0]
  guard unsafe pipe(&ends) == 0 else { fail("there is no pipe") }
  let process = unsafe spawn(command, environment) { actions in
    unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(actions, ends[1], 1)
    unsafe posix_spawn_file_actions_addclose(actions, ends[0])
    unsafe posix_spawn_file_actions_addclose(actions, ends[1])
    unsafe posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0)
  }
  close(ends[1])
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe read(ends[0], &buffer, buffer.count)
    if count > 0 {
      bytes += buffer[..<count]
    } else if count == 0 || errno != EINTR {
      break
    }
  }
  close(ends[0])
  return (process < 0 ? -1 : ending(of: process), bytes)
}
