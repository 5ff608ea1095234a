/// One file that a change touches.
package struct ChangedFile: Sendable, Hashable {
  package var path: RepoPath
  /// Where it was before, for a rename.
  package var oldPath: RepoPath?
  package var status: Status
  package var before: Entry?
  package var after: Entry?

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

  package enum Status: String, Sendable, Hashable, CaseIterable {
    case added, modified, deleted, renamed
    /// A file became a symbolic link, a submodule or the reverse.
    case typeChanged = "type-changed"
  }

  /// What git keeps for a path on one side.
  package struct Entry: Sendable, Hashable {
    package var kind: Kind
    /// Nil for a file of the worktree that git has not hashed.
    package var id: ObjectID?

    package init(kind: Kind, id: ObjectID?) {
      self.kind = kind
      self.id = id
    }

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
  package var removed: [Line]
  package var added: [Line]

  package init(removed: [Line], added: [Line]) {
    self.removed = removed
    self.added = added
  }

  /// A line without its end.
  package struct Line: Sendable, Hashable {
    package var number: Int
    package var text: String

    package init(number: Int, text: String) {
      self.number = number
      self.text = text
    }
  }
}
