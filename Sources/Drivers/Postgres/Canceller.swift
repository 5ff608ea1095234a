internal import CLibPQ
internal import Dispatch
internal import Synchronization

/// Asks the server to stop what a connection is doing, from any thread.
///
/// The request is repeated until the statement has ended: one that arrives before the statement does
/// would be lost. Source: PQcancel is safe to call from other threads, libpq 34.7.
final class Canceller: Sendable {
  private let handle: Handle
  private let running = Mutex<(number: Int, isActive: Bool)>((0, false))

  init(for session: borrowing Session) {
    unsafe handle = Handle(pq: session.pq, pointer: session.pq.pointee.PQgetCancel(session.pointer))
  }

  /// A statement begins; its number.
  func begin() -> Int {
    running.withLock { state in
      state = (state.number + 1, true)
      return state.number
    }
  }

  /// The statement that runs, if any, has ended.
  func end() {
    running.withLock { $0.isActive = false }
  }

  func cancel(_ number: Int) {
    DispatchQueue.global().async { [self] in
      while ask(number) { sleepBriefly() }
    }
  }

  /// Holds the lock meanwhile, so that no later statement is hit.
  private func ask(_ number: Int) -> Bool {
    running.withLock { state in
      guard state.isActive, state.number == number else { return false }
      handle.cancel()
      return true
    }
  }

  private func sleepBriefly() {
    let timer = DispatchSemaphore(value: 0)
    _ = timer.wait(timeout: .now() + .milliseconds(50))
  }
}

/// A PGcancel, ended exactly once. libpq lets every thread use it.
@safe private final class Handle: @unchecked Sendable {
  private let pq: UnsafePointer<gate_libpq>
  private let pointer: OpaquePointer?

  init(pq: UnsafePointer<gate_libpq>, pointer: OpaquePointer?) {
    unsafe self.pq = pq
    unsafe self.pointer = pointer
  }

  deinit {
    unsafe pq.pointee.PQfreeCancel(pointer)
  }

  func cancel() {
    guard let pointer = unsafe pointer else { return }
    var message = [CChar](repeating: 0, count: 256)
    _ = unsafe pq.pointee.PQcancel(pointer, &message, Int32(message.count))
  }
}
