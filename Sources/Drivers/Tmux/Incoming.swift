internal import Dispatch

/// Watches a channel for what comes over it, and closes it when the value goes away.
final class Incoming {
  private let source: any DispatchSourceRead

  init(_ file: Int32, _ queue: DispatchQueue, _ handle: @escaping @Sendable () -> Void) {
    source = DispatchSource.makeReadSource(fileDescriptor: file, queue: queue)
    source.setEventHandler(handler: handle)
    // Not before: its number could be another file's while the source still watches it.
    source.setCancelHandler { closeFile(file) }
    source.resume()
  }

  deinit {
    source.cancel()
  }
}
