/// Why a monitor cannot go on.
package enum MonitorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Another monitor writes into this database.
  case takenOver
  /// No monitor has begun to watch yet.
  case nobodyWatches
  /// The database does not take what happens.
  case behind

  /// One sentence.
  package var description: String {
    switch self {
    case .takenOver: "another monitor has taken over"
    case .nobodyWatches: "no monitor watches yet"
    case .behind: "the database has not taken what happened for too long"
    }
  }
}
