import Dispatch

/// A value that is dear to make, made at most so often, and by one at a time.
actor Kept<Value: Sendable> {
  private let time: Duration
  private var last: (made: ContinuousClock.Instant, value: Value)?
  private var making: Task<Value, Never>?

  init(for time: Duration) { self.time = time }

  /// The last one, or one made on a thread that may block.
  func value(_ make: @escaping @Sendable () -> Value) async -> Value {
    if let last, ContinuousClock.now - last.made < time { return last.value }
    if let making { return await making.value }
    let task = Task { await blocking(make) }
    making = task
    let value = await task.value
    (last, making) = ((ContinuousClock.now, value), nil)
    return value
  }
}

/// Runs it on a thread that may block.
func blocking<Value: Sendable, Problem: Error>(
  _ body: @escaping @Sendable () throws(Problem) -> Value
) async throws(Problem) -> Value {
  let result = await withCheckedContinuation {
    (continuation: CheckedContinuation<Result<Value, Problem>, Never>) in
    DispatchQueue.global().async {
      continuation.resume(returning: Result { () throws(Problem) in try body() })
    }
  }
  return try result.get()
}
