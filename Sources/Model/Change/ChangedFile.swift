/// One file that a change touches.
package struct ChangedFile: Sendable, Hashable {
  /// Where it is at the head; where it was, if it is deleted.
  package var path: RepoPath
  /// Where it was before, for a rename.
  package var oldPath: RepoPath?
  /// What became of it.
  package var status: Status
  /// What git has for it at the base; nil for an added file.
  package var before: Entry?
  /// What git has for it at the head; nil for a deleted file.
  package var after: Entry?

  /// Makes a changed file; by default it is no rename and has no entry on that side.
  package init(
    path: RepoPath, oldPath: RepoPath? = nil, status: Status, before: Entry? = nil,
    after: Entry? = nil
  ) {
    self.path = path
    self.oldPath = oldPath
    self.status = status
    self.before = before
    self.after = after
  }

  /// What a change can do to a file. Stored reports have the raw values.
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case added, modified, deleted, renamed
    /// A file became a symbolic link, a submodule or the reverse.
    case typeChanged = "type-changed"
  }

  /// What git keeps for a path on one side.
  package struct Entry: Sendable, Hashable {
    /// What it is by its mode.
    package var kind: Kind
    /// Nil for a file of the worktree that git has not hashed.
    package var id: ObjectID?

    /// Makes an entry of a kind and git's id, where there is one.
    package init(kind: Kind, id: ObjectID?) {
      self.kind = kind
      self.id = id
    }

    /// What a path can be, short of a folder. In git, the modes 100644, 100755, 120000 and 160000.
    package enum Kind: String, Sendable, Hashable {
      case file, executable, symlink, submodule

      /// A file proper, with or without the right to be run.
      package var isRegular: Bool { self == .file || self == .executable }
    }
  }

  /// Every path that it touches: a rename counts on both sides.
  package var paths: [RepoPath] { [path] + (oldPath.map { [$0] } ?? []) }
}

/// Which side of a change.
package enum Side: Sendable, Hashable {
  case base, head
}

/// A run of lines that a change replaces. Lines count from 1.
package struct Hunk: Sendable, Hashable {
  /// The base's lines that are replaced, in order; empty where lines are only added.
  package var removed: [Line]
  /// The head's lines in their place, in order; empty where lines are only removed.
  package var added: [Line]

  /// Makes a run of both sides' lines.
  package init(removed: [Line], added: [Line]) {
    self.removed = removed
    self.added = added
  }

  /// A line without its end.
  package struct Line: Sendable, Hashable {
    /// Counts on the line's own side: the base for a removed line, the head for an added one.
    package var number: Int
    /// What stands in the line; bytes that are not UTF-8 are replaced.
    package var text: String

    /// Makes a line of its number and text.
    package init(number: Int, text: String) {
      self.number = number
      self.text = text
    }
  }
}
