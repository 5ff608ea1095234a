internal import Dispatch
internal import Processes
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A connection while it is made, on the thread that will be its own.
///
/// libpq's call that gives way in between is not used: it looks up names all the same, and knows no
/// time limit for each of several servers. Whoever is cancelled goes, and the thread ends by itself
/// when the limit is reached.
final class Opening: Sendable {
  private typealias Answer = Result<Connection, PostgresError>
  private let state = Mutex<State>(.new)

  private enum State {
    case new
    case waiting(CheckedContinuation<Result<Connection, PostgresError>, Never>)
    case over
  }

  func start(
    _ settings: ConnectionSettings,
    _ continuation: CheckedContinuation<Result<Connection, PostgresError>, Never>
  ) {
    let isWanted = state.withLock { state in
      guard case .new = state else { return false }
      state = .waiting(continuation)
      return true
    }
    guard isWanted else { return continuation.resume(returning: .failure(.cancelled)) }
    let executor = BlockingExecutor(label: "postgres")
    executor.queue.async { [self] in
      do throws(PostgresError) {
        // One that nobody waits for any more ends with the value.
        end(.success(Connection(try Session(to: settings), executor)))
      } catch {
        end(.failure(error))
      }
    }
  }

  func giveUp() { end(.failure(.cancelled)) }

  private func end(_ answer: Answer) {
    let last = state.withLock { state in
      defer { state = .over }
      return state
    }
    if case .waiting(let continuation) = last { continuation.resume(returning: answer) }
  }
}

extension ConnectionSettings {
  /// The keywords for libpq, with a time limit where nobody has set one: TCP alone gives up after two
  /// minutes.
  func limitedKeywords(environment: (String) -> String? = variable) -> [String: String] {
    var keywords = keywords
    // A service may have one of its own.
    let isLimited =
      keywords["connect_timeout"] != nil || keywords["service"] != nil
      || environment("PGCONNECT_TIMEOUT") != nil || environment("PGSERVICE") != nil
    if !isLimited { keywords["connect_timeout"] = "20" }
    return keywords
  }
}

/// As libpq sees it.
private func variable(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}
