/// The id of a git object: 40 hexadecimal digits, lower case.
package struct ObjectID: Hashable, Sendable, CustomStringConvertible {
  /// The 40 digits.
  package let description: String

  /// Fails where the text is not 40 hexadecimal digits.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 40, text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      return nil
    }
    description = text.lowercased()
  }

  /// Enough of it for a person.
  package var short: String { String(description.prefix(10)) }
}

/// A commit of the change.
package struct Commit: Sendable, Hashable {
  /// The commit's own id.
  package var id: ObjectID
  /// `Name <email>` as the commit has it: git does not verify it.
  package var author: String
  /// The whole message, trailers included.
  package var message: String
  /// In git's order: several for a merge, none for the first commit.
  package var parents: [ObjectID]

  /// Makes a commit of what git has for it.
  package init(id: ObjectID, author: String, message: String, parents: [ObjectID]) {
    self.id = id
    self.author = author
    self.message = message
    self.parents = parents
  }

  /// The first line of the message.
  package var title: String {
    message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }
}

/// One side of a change: a state of the repository, and the name by which it was asked for.
package struct Revision: Sendable, Hashable {
  /// For a person: a branch, a tag, an id, or `lane/b (staged)` where nothing is committed.
  package var ref: String
  /// Nil where the state is not committed (`--worktree`, `--staged`).
  package var commit: ObjectID?
  /// The id of the commit's tree; nil without a commit, and where a stored report has none.
  package var tree: ObjectID?

  /// Makes a revision; without a tree, only the commit is known.
  package init(ref: String, commit: ObjectID?, tree: ObjectID? = nil) {
    self.ref = ref
    self.commit = commit
    self.tree = tree
  }
}
