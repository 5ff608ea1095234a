internal import NIOCore
internal import NIOWebSocket

/// Puts the frames of a message together. Source: RFC 6455, section 5.4.
struct FrameAssembler {
  private var parts: [UInt8] = []
  private var isWithin = false
  private let limit: Int

  /// Why frames make no message.
  enum Problem: String, Error, Sendable, Hashable, CustomStringConvertible {
    case tooLarge = "a message is larger than 16 MiB"
    case outOfOrder = "a message began within another one"
    case noBinary = "a message is text"

    var description: String { rawValue }
  }

  init(limit: Int) { self.limit = limit }

  /// The message that a frame completes; nil while it goes on.
  mutating func take(_ frame: WebSocketFrame) throws(Problem) -> [UInt8]? {
    guard frame.opcode != .text else { throw .noBinary }
    guard isWithin == (frame.opcode == .continuation) else { throw .outOfOrder }
    guard parts.count + frame.unmaskedData.readableBytes <= limit else { throw .tooLarge }
    parts += frame.unmaskedData.readableBytesView
    isWithin = !frame.fin
    guard frame.fin else { return nil }
    defer { parts = [] }
    return parts
  }
}
