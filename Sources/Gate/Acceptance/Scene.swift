internal import Postgres

/// Where a criterion is tried.
struct Scene: Sendable {
  /// Nil where nobody asks for one.
  var database: Result<ConnectionSettings, Obstacle>?
  /// Nil for criteria without `serve`.
  var server: RunningServer?
}

/// Why criteria cannot be tried, and what to do: one sentence without a closing point.
struct Obstacle: Error, Sendable, Hashable {
  var reason: String
  /// Of the server.
  var lastLines: String?

  init(_ reason: String, lastLines: String? = nil) {
    (self.reason, self.lastLines) = (reason, lastLines)
  }
}
