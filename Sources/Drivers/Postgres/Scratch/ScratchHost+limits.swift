#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ScratchHost {
  /// Runs a body, and ends meanwhile what takes longer than anybody waits for, or the last of the room:
  /// what runs in a database may have set its own limits.
  ///
  /// A statement that is ended fails with `query_canceled`.
  package func guarding<Answer: Sendable>(
    longerThan limit: Duration = .seconds(600), _ body: @Sendable () async throws -> Answer
  ) async rethrows -> Answer {
    let watch = Task {
      while !Task.isCancelled {
        // Ends early where the task is cancelled.
        try? await Task.sleep(for: .seconds(1))
        // A server that does not answer is told of by whoever works on it.
        try? await endExcess(longerThan: limit)
      }
    }
    defer { watch.cancel() }
    return try await body()
  }

  private func endExcess(longerThan limit: Duration) async throws {
    try Task.checkCancellation()
    let seconds = hasRoom ? Int(limit / .seconds(1)) : 0
    try await admin.query(
      """
      select pg_cancel_backend(pid) from pg_stat_activity
      where datname = any (\(.texts(names.sorted()))::text[]) and state = 'active'
        and now() - query_start > make_interval(secs => \(seconds))
      """)
  }

  /// Whether there is more than a last reserve where the server's files are; of another's server that is
  /// not known.
  private var hasRoom: Bool {
    var state = statvfs()
    guard isOwnServer, let folder = settings.keywords["host"], unsafe statvfs(folder, &state) == 0
    else { return true }
    return UInt64(state.f_bavail) * UInt64(state.f_frsize) >= 64 << 20
  }
}
