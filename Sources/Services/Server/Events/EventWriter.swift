internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// Sends one reader what comes after its place.
struct EventWriter {
  private let feed: EventFeed
  private let filter: EventFilter
  private let channel: (any Channel)?
  private let state = WriterState()

  init(_ feed: EventFeed, _ filter: EventFilter, _ channel: (any Channel)?) {
    (self.feed, self.filter, self.channel) = (feed, filter, channel)
  }

  /// Until the reader goes or the server ends.
  @concurrent func write(after given: Int, to writer: inout any ResponseBodyWriter) async throws {
    let (signs, end) = feed.signs()
    channel?.closeFuture.whenComplete { _ in end.finish() }
    // Cancelled where this ends.
    async let _ = watch(end)
    var place = given
    // With its place, so that a reader that is cut before its first event comes again there.
    let start = place == .max ? "" : "id: \(place)\n"
    try await send(ByteBuffer(string: "retry: 3000\n\(start)\n"), to: &writer)
    try await sendNews(after: &place, to: &writer)
    for await _ in signs.cancelOnGracefulShutdown() {
      let before = place
      try await sendNews(after: &place, to: &writer)
      // Proxies and browsers close what is silent for long. It has no id: nobody resumes by it.
      if place == before, state.takeBeat() {
        try await send(ByteBuffer(string: ": \n\n"), to: &writer)
      }
    }
  }

  @concurrent private func sendNews(
    after place: inout Int, to writer: inout any ResponseBodyWriter
  ) async throws {
    while true {
      switch try await feed.page(after: place) {
      case .reset(let last):
        place = last
        try await send(
          ByteBuffer(string: "id: \(last)\nevent: reset\ndata: {\"last_event_id\":\(last)}\n\n"),
          to: &writer)
      case .events(let events):
        guard let last = events.last else { return }
        var frames = ByteBuffer()
        for event in events where filter.admits(event) { frames.writeImmutableBuffer(event.frame) }
        if frames.readableBytes > 0 { try await send(frames, to: &writer) }
        place = last.id
      }
    }
  }

  @concurrent private func send(_ frames: ByteBuffer, to writer: inout any ResponseBodyWriter)
    async throws
  {
    state.isWriting = true
    defer { state.isWriting = false }
    try await writer.write(frames)
  }

  /// Closes the connection of a reader that takes nothing for two beats: it may come again where it stopped.
  private func watch(_ signs: AsyncStream<Void>.Continuation) async {
    var writtenBefore = -1
    while !Task.isCancelled {
      // Cancelled with the stream that it watches.
      guard (try? await Task.sleep(for: .seconds(15))) != nil else { return }
      if let stuck = state.stuckWrite, stuck == writtenBefore {
        channel?.close(promise: nil)
        return
      }
      writtenBefore = state.stuckWrite ?? -1
      state.beat()
      signs.yield()
    }
  }
}

/// What the watch sees of the writes.
private final class WriterState: Sendable {
  private let state = Mutex((isWriting: false, count: 0, isBeatDue: false))

  var isWriting: Bool {
    get { state.withLock { $0.isWriting } }
    set {
      state.withLock { state in
        state.isWriting = newValue
        state.count += 1
      }
    }
  }

  /// Which write is under way; nil where none is.
  var stuckWrite: Int? { state.withLock { $0.isWriting ? $0.count : nil } }

  func beat() { state.withLock { $0.isBeatDue = true } }

  func takeBeat() -> Bool {
    state.withLock { state in
      defer { state.isBeatDue = false }
      return state.isBeatDue
    }
  }
}
