import Foundation
import Synchronization
import Testing

@testable import Monitor

/// What has happened so far.
private final class Signs: Sendable {
  private let state = Mutex((isLooking: false, isAnswered: false))

  var isLooking: Bool { state.withLock { $0.isLooking } }
  func answer() { state.withLock { $0.isAnswered = true } }

  /// Holds its thread until somebody was answered, for ten seconds at most; returns whether somebody was.
  func look() -> Bool {
    state.withLock { $0.isLooking = true }
    for _ in 0..<1000 {
      if state.withLock({ $0.isAnswered }) { return true }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }
}

/// Looks for long without a pause, as one that reads a large file does.
private struct BusySource: EvidenceSource {
  let name = "busy"
  let signs: Signs

  func watch(_ report: @escaping @Sendable (SourceReport) async -> Attention) async throws {
    #expect(signs.look())
  }
}

private actor Runner {
  let signs = Signs()

  func run(_ source: any EvidenceSource) async throws {
    try await source.watch { _ in Attention() }
  }

  func answer() { signs.answer() }
}

@Test("a source never holds the actor that runs it, however long its look takes")
func looksElsewhere() async throws {
  let runner = Runner()
  async let run: Void = runner.run(BusySource(signs: runner.signs))
  while !runner.signs.isLooking { try await Task.sleep(for: .milliseconds(5)) }
  await runner.answer()
  try await run
}
