internal import CLibGit2
package import GateModel

/// Who made a commit, and when.
package struct Signature: Sendable, Hashable {
  /// Without `<`, `>` and line ends: these are left out.
  package var name: String
  /// As the name.
  package var email: String
  /// Seconds since 1970.
  package var time: Int
  /// How far local time was ahead of UTC, in minutes.
  package var offset: Int

  /// Names a person and a moment; UTC by default.
  package init(name: String, email: String, time: Int, offset: Int = 0) {
    (self.name, self.email, self.time, self.offset) = (name, email, time, offset)
  }

  fileprivate var line: String {
    func clean(_ text: String) -> String {
      String(text.unicodeScalars.filter { !["<", ">", "\n", "\r", "\0"].contains($0) })
    }
    let (hours, minutes) = (abs(offset) / 60, abs(offset) % 60)
    let zone = [hours, minutes].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    return "\(clean(name)) <\(clean(email))> \(time) \(offset < 0 ? "-" : "+")\(zone)"
  }
}

extension Merger {
  /// Writes a commit and no ref; where it goes is the Merger's destination.
  package mutating func writeCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> ObjectID {
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(author.line)\ncommitter \(committer.line)\n\n\(message)"
    if !text.hasSuffix("\n") { text += "\n" }
    let id = try store.write(Array(text.utf8), GIT_OBJECT_COMMIT)
    if destination == .repository {
      try store.persist(RawID(tree))
      try store.persist(object: id, GIT_OBJECT_COMMIT)
    }
    return id.objectID
  }

  /// Lends the repository, which has the new objects too.
  package func withRepository<Answer>(
    _ body: (borrowing Repository) throws -> Answer
  ) rethrows -> Answer {
    try body(store.repository)
  }
}
