package import GateModel

/// One path about which both sides could not agree.
package struct Conflict: Sendable, Hashable {
  /// Where the conflict stands in the merged tree, or would.
  package var path: RepoPath
  /// What kind of conflict it is.
  package var kind: Kind
  /// What base, ours and theirs have for it; nil where no file carries the conflict.
  package var versions: Versions?

  /// What a path is in the three trees, as git's index has it in its stages 1, 2 and 3.
  package struct Versions: Sendable, Hashable {
    /// What the base has.
    package var base: ChangedFile.Entry?
    /// What ours has.
    package var ours: ChangedFile.Entry?
    /// What theirs has.
    package var theirs: ChangedFile.Entry?
  }

  /// A side of the merge.
  package enum Party: Sendable, Hashable {
    case ours, theirs

    /// - Parameter index: 1 for ours.
    init(_ index: Int) { self = index == 1 ? .ours : .theirs }
  }

  /// The kinds that are told apart.
  package enum Kind: Sendable, Hashable {
    /// Both changed the same lines; empty where only the right to run the file is disputed.
    case content([LineConflict])
    /// Both added a file here, with different lines.
    case addAdd([LineConflict])
    /// Both changed a file that has no lines.
    case binary
    /// Both changed where a link points.
    case link
    /// Both moved a submodule, and its commits do not say which is newer.
    case submodule
    /// One deleted what the other changed.
    case modifyDelete(deletedBy: Party)
    /// One deleted what the other renamed.
    case renameDelete(from: RepoPath, deletedBy: Party)
    /// Both renamed one file, to different paths.
    case renameRename(base: RepoPath, ours: RepoPath, theirs: RepoPath)
    /// A file was renamed to a path that the other side has as well, and their changes conflict.
    case renameCollision(from: RepoPath)
    /// Added to a folder that the other side renamed; this is where it should go.
    case folderRename(from: RepoPath)
    /// These files should go here because their folders were renamed, but only one can, or none.
    case folderRenameBlocked(files: [RepoPath])
    /// A folder was renamed to several others, none of which got the most files.
    case folderRenameSplit
    /// One has a folder where the other has a file.
    case fileFolder(at: RepoPath)
    /// One has a file, the other a link or a submodule.
    case types(at: RepoPath)
  }

  /// The lines about which they could not agree; empty for conflicts that are not about lines.
  package var lines: [LineConflict] {
    switch kind {
    case .content(let lines), .addAdd(let lines): lines
    default: []
    }
  }

  /// Says it in one sentence, with names for both sides.
  package func sentence(ours: String, theirs: String) -> String {
    func name(_ party: Party) -> String { party == .ours ? ours : theirs }
    func other(_ party: Party) -> String { party == .ours ? theirs : ours }
    switch kind {
    case .content(let lines) where lines.isEmpty:
      return "\(ours) and \(theirs) disagree on whether `\(path)` can be run"
    case .content(let lines):
      return "\(ours) and \(theirs) both changed `\(path)`: \(places(lines, ours, theirs))"
    case .addAdd(let lines) where lines.isEmpty:
      return "\(ours) and \(theirs) both added `\(path)`"
    case .addAdd(let lines):
      return
        "\(ours) and \(theirs) both added `\(path)`: \(places(lines, ours, theirs))"
    case .binary: return "\(ours) and \(theirs) both changed `\(path)`, which has no lines"
    case .link: return "\(ours) and \(theirs) point the link `\(path)` to different places"
    case .submodule: return "\(ours) and \(theirs) moved the submodule `\(path)` apart"
    case .modifyDelete(let party):
      return "\(name(party)) deleted `\(path)`, which \(other(party)) changed"
    case .renameDelete(let from, let party):
      return "\(name(party)) deleted `\(from)`, which \(other(party)) renamed to `\(path)`"
    case .renameRename(let base, let first, let second):
      return "\(ours) renamed `\(base)` to `\(first)`, \(theirs) to `\(second)`"
    case .renameCollision(let from):
      return "`\(from)` was renamed to `\(path)`, where the other side has a file too"
    case .folderRename(let from):
      return "`\(from)` was added to a folder that the other side renamed; should it be `\(path)`?"
    case .folderRenameBlocked(let files):
      let list = files.map { "`\($0)`" }.joined(separator: ", ")
      return "renamed folders would put \(list) at `\(path)`, which is taken"
    case .folderRenameSplit:
      return "`\(path)` was split into several folders; a file was added to it meanwhile"
    case .fileFolder(let at): return "`\(at)` is a folder on one side and a file on the other"
    case .types(let at): return "`\(at)` is of different types on both sides"
    }
  }

  private func places(_ lines: [LineConflict], _ ours: String, _ theirs: String) -> String {
    let shown = lines.prefix(3).map {
      "\(LineConflict.shown($0.ours)) of \(ours) and \(LineConflict.shown($0.theirs)) of \(theirs)"
    }
    let more = lines.count > 3 ? ", and \(lines.count - 3) more places" : ""
    return shown.joined(separator: "; ") + more
  }
}

extension LineConflict {
  fileprivate static func shown(_ lines: Range<Int>) -> String {
    switch lines.count {
    case 0: "before line \(lines.lowerBound)"
    case 1: "line \(lines.lowerBound)"
    default: "lines \(lines.lowerBound)-\(lines.upperBound - 1)"
    }
  }
}
