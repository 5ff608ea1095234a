internal import Processes
internal import Synchronization

/// The right to introduce a control client to a server, which one process of ours has at a time.
final class Turn: Sendable {
  private let lock: Mutex<FileLock?>

  private init(_ lock: consuming FileLock?) { self.lock = Mutex(lock) }

  /// Waits for it. Where no lock can be kept at that path, there is nobody to wait for.
  static func take(at path: String, _ patience: Duration) async throws(TmuxError) -> Turn {
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end {
      do throws(LockError) {
        if let lock = try FileLock(path, .exclusive) { return Turn(lock) }
      } catch {
        return Turn(nil)
      }
      do {
        try await Task.sleep(for: .milliseconds(10))
      } catch {
        throw .cancelled
      }
    }
    throw .silent
  }

  /// Gives it up.
  func end() { lock.withLock { $0 = nil } }
}
