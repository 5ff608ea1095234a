/// A database that a scratch server has from its start, because it was made once and is kept on this
/// machine: what takes long in it is not done again.
package struct Preparation: Sendable {
  /// What names each state by all that has made it: the wanted one first, then those on the way to it,
  /// the nearest first. Lower-case letters and digits.
  package var keys: [String]
  /// Brings the database from a state to the wanted one.
  ///
  /// - Parameter state: the index of its key; nil where the database is empty.
  package var make: @Sendable (_ settings: ConnectionSettings, _ state: Int?) async throws -> Void

  /// Makes one.
  package init(
    keys: [String], make: @escaping @Sendable (ConnectionSettings, Int?) async throws -> Void
  ) {
    (self.keys, self.make) = (keys, make)
  }

  /// The database's name on its server.
  static let database = "prepared"
}
