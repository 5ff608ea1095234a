package import GateModel

/// An interface as it is at one moment: what others rely on, a name and a definition each.
package struct Contract: Sendable, Hashable {
  /// What it is an interface of.
  package var kind: FrozenInterface
  /// By name, then by definition; none twice.
  package private(set) var entries: [Entry]

  /// Makes a contract of entries in any order; of equal ones the first counts.
  package init(_ kind: FrozenInterface, _ entries: some Sequence<Entry>) {
    self.kind = kind
    var seen: Set<[String]> = []
    self.entries = entries.filter { seen.insert([$0.name, $0.definition]).inserted }
      .sorted { ($0.name, $0.definition) < ($1.name, $1.definition) }
  }

  /// The signatures in some files; their names begin with the files'.
  package func only(of paths: Set<RepoPath>) -> Contract {
    let beginnings = paths.map { "\($0): " }
    return Contract(
      kind, entries.filter { entry in beginnings.contains(where: entry.name.hasPrefix) })
  }

  /// One thing that others rely on.
  package struct Entry: Sendable, Hashable {
    /// Stays the same as long as it is the same thing: `GET /orders/{id} -> 200 $.id`. What can be there
    /// several times, such as an overloaded function, has several entries of one name.
    package var name: String
    /// All of it that others rely on: `string, optional`.
    package var definition: String
    /// Where it is; not part of the interface.
    package var place: Place?

    /// Makes an entry; without a place it is not known where it is.
    package init(name: String, definition: String, place: Place? = nil) {
      self.name = name
      self.definition = definition
      self.place = place
    }
  }

  /// A line of a file.
  package struct Place: Sendable, Hashable {
    /// From the repository's root.
    package var path: RepoPath
    /// From 1; nil for the whole file.
    package var line: Int?

    /// Makes a place.
    package init(_ path: RepoPath, line: Int? = nil) {
      self.path = path
      self.line = line
    }
  }
}
