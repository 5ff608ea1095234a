internal import NIOCore
internal import NIOWebSocket

/// A call on its way, and who waits for its answer.
struct OutgoingCall: Sendable {
  var call: ITerm2Call
  var timeout: TimeAmount
  var promise: EventLoopPromise<ITerm2Message.Body>
}

/// Makes frames of calls and answers of frames, on the connection's event loop.
final class CallHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundIn = OutgoingCall
  typealias OutboundOut = WebSocketFrame

  static let maximumMessage = 16 << 20

  private var pending: [Int64: (promise: EventLoopPromise<ITerm2Message.Body>, Scheduled<Void>)]
  private var lastID: Int64 = 0
  private var assembler = FrameAssembler(limit: CallHandler.maximumMessage)
  private var end: ITerm2Error?
  private let notifications: AsyncStream<ITerm2Notification>.Continuation

  init(_ notifications: AsyncStream<ITerm2Notification>.Continuation) {
    self.notifications = notifications
    pending = [:]
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let outgoing = unwrapOutboundIn(data)
    lastID += 1
    let id = lastID
    let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let deadline = context.eventLoop.scheduleTask(in: outgoing.timeout) {
      let call = loopBound.value.pending.removeValue(forKey: id)
      call?.promise.fail(ITerm2Error.timedOut)
    }
    pending[id] = (outgoing.promise, deadline)
    send(.binary, outgoing.call.message(id: id), context, promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    do {
      switch frame.opcode {
      case .ping: send(.pong, Array(frame.unmaskedData.readableBytesView), context, nil)
      case .pong: break
      case .connectionClose: close(context, because: .closed("iTerm2 ended it"))
      case .binary, .text, .continuation:
        if let bytes = try assembler.take(frame) { take(try ITerm2Message(bytes)) }
      default: close(context, because: .closed("a frame of an unknown kind came"))
      }
    } catch {
      close(context, because: .closed("\(error)"))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(end ?? .closed("iTerm2 ended it"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketError.invalidFrameLength:
      close(context, because: .closed(FrameAssembler.Problem.tooLarge.rawValue))
    default: close(context, because: ITerm2Connection.problem(error))
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    finish(end ?? .closed("iTerm2 ended it"))
  }

  private func take(_ message: ITerm2Message) {
    if case .notification(let notification) = message.body {
      notifications.yield(notification)
    } else if let id = message.id, let (promise, deadline) = pending.removeValue(forKey: id) {
      deadline.cancel()
      promise.succeed(message.body)
    }
  }

  /// What a client sends is masked. Source: RFC 6455, section 5.3.
  private func send(
    _ kind: WebSocketOpcode, _ bytes: [UInt8], _ context: ChannelHandlerContext,
    _ promise: EventLoopPromise<Void>?
  ) {
    let frame = WebSocketFrame(
      fin: true, opcode: kind, maskKey: .random(), data: ByteBuffer(bytes: bytes))
    context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
  }

  private func close(_ context: ChannelHandlerContext, because error: ITerm2Error) {
    guard end == nil else { return }
    end = error
    finish(error)
    send(.connectionClose, [], context, nil)
    context.close(promise: nil)
  }

  private func finish(_ error: ITerm2Error) {
    for (promise, deadline) in pending.values {
      deadline.cancel()
      promise.fail(error)
    }
    pending = [:]
    notifications.finish()
  }
}
