package import ITerm2
internal import Synchronization

/// Agents in sessions of iTerm2, which tells when one of them shows something new.
///
/// A session is a lane's by its variable `user.gate_lane`, or by where it is while it runs the lane's
/// program. iTerm2 only says that a screen changed: it is read at most every 250 ms, and every 5 s also
/// when nothing was said.
package struct ITerm2Source: EvidenceSource {
  /// Its word in answers and metrics.
  package let name = "iterm2"
  private let path: String
  private let rules: RulePack
  private let roster: Roster
  private let now: @Sendable () -> Instant
  private let credentials: @Sendable () async throws(ITerm2Error) -> ITerm2Credentials?

  private static let tick = Duration.milliseconds(250)
  private static let longestPause = Duration.seconds(30)

  /// Makes one.
  ///
  /// - Parameters:
  ///   - path: of iTerm2's socket.
  ///   - credentials: for each connection new ones; nil where iTerm2 lets everybody in.
  package init(
    path: String, rules: RulePack, roster: @escaping Roster,
    now: @escaping @Sendable () -> Instant,
    credentials: @escaping @Sendable () async throws(ITerm2Error) -> ITerm2Credentials?
  ) {
    (self.path, self.rules, self.roster, self.now) = (path, rules, roster, now)
    self.credentials = credentials
  }

  /// Looks until its task is cancelled; connects anew, ever more seldom, when iTerm2 is gone.
  @concurrent package func watch(
    _ report: @escaping @Sendable (SourceReport) async -> Attention
  ) async throws {
    var board = ITerm2Board(rules: rules)
    var pause = Duration.milliseconds(150)
    while true {
      do throws(ITerm2Error) {
        let connection = try await ITerm2Connection.open(path, credentials: credentials)
        let wasSeen = board.looks
        let problem = await follow(connection, &board, report)
        if board.looks > wasSeen { pause = .milliseconds(150) }
        throw problem
      } catch {
        try Task.checkCancellation()
        _ = await report(board.lost(because: error, at: now()))
      }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, ITerm2Source.longestPause)
    }
  }

  /// Looks until the connection ends, and returns why it did.
  private func follow(
    _ connection: ITerm2Connection, _ board: inout ITerm2Board,
    _ report: @Sendable (SourceReport) async -> Attention
  ) async -> ITerm2Error {
    let news = ITerm2News()
    async let listening: Void = news.listen(to: connection)
    var problem = ITerm2Error.cancelled
    do throws(ITerm2Error) {
      board.begin()
      let variables = ITerm2Board.variables.map { ITerm2Subscription.variable($0) }
      for kind in variables + [.newSessions, .terminations, .layout] {
        try await connection.ensure(kind)
      }
      var attention = Attention()
      while !news.isOver {
        board.take(news.take(), at: now())
        try await board.look(through: connection, roster(), now)
        if let seen = board.report(attention, at: now()) { attention = await report(seen) }
        // Cancelled or not: the next call says so.
        try? await Task.sleep(for: ITerm2Source.tick)
      }
      problem = .closed("iTerm2 ended it")
    } catch { problem = error }
    await connection.close()
    await listening
    return problem
  }
}

extension ITerm2Connection {
  /// Asks for notifications, whether or not somebody did before.
  func ensure(_ subscription: ITerm2Subscription) async throws(ITerm2Error) {
    do throws(ITerm2Error) { try await subscribe(to: subscription) } catch .alreadySubscribed {}
  }
}

/// What iTerm2 told since somebody last asked.
private final class ITerm2News: Sendable {
  private struct State: Sendable {
    /// A screen that changed often since the last look changed.
    var changed: Set<String> = []
    var others: [ITerm2Notification] = []
    var isOver = false
  }

  private let state = Mutex(State())

  var isOver: Bool { state.withLock { $0.isOver } || Task.isCancelled }

  func take() -> [ITerm2Notification] {
    state.withLock { state in
      defer { (state.changed, state.others) = ([], []) }
      return state.others + state.changed.sorted().map { .screenChanged(session: $0) }
    }
  }

  func listen(to connection: ITerm2Connection) async {
    for await notification in connection.notifications {
      state.withLock { state in
        if case .screenChanged(let session) = notification {
          state.changed.insert(session)
        } else if state.others.last != notification {
          state.others.append(notification)
        }
      }
    }
    state.withLock { $0.isOver = true }
  }
}
