import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

@testable import ITerm2

/// What a fake iTerm2 shows, and what is wrong with it.
struct FakeWorld: Sendable {
  var sessions = [
    ITerm2Session(id: "S1", title: "claude", window: "W1"),
    ITerm2Session(id: "S2", title: "-zsh", window: "W1"),
    ITerm2Session(id: "S3", title: "buried"),
  ]
  var screens = ["S1": ["✳ Baking… (3s)", "", "❯ \0naïve"], "S2": ["$"], "S3": []]
  /// Of each session, in JSON.
  var variables = ["S1": ["user.gate_lane": "\"B\"", "jobName": "\"claude\""]]
  /// What is told as soon as somebody subscribes to screens.
  var screenUpdates = ["S1"]
  var fault = Fault.none

  enum Fault: Sendable, Hashable {
    case none
    /// Answers the handshake with this status, or not at all.
    case status(Int)
    case silentHandshake
    /// Each message in frames of so many bytes, with a ping between all of them.
    case fragments(Int)
    /// Fields that nobody knows, before and behind all others, and messages of unknown kinds.
    case unknownFields
    /// Never answers a call.
    case silentCalls
    /// Closes its own side after the first call.
    case halfClose
    /// The connection ends within a frame.
    case cut
    case oversizeFrame
    case oversizeMessage
    case text
    case garbage
    /// Each subscription but the first is one that is there already.
    case alreadySubscribed
    /// A notification in the same packet as the end of the handshake.
    case early
    /// Answers another question.
    case otherAnswer
    case refusal
  }
}

/// A server that speaks as iTerm2 does on a unix socket, for as long as the value lives.
final class FakeITerm2: Sendable {
  let path: String
  private let server: any Channel
  private let state: FakeState

  init(_ world: FakeWorld = FakeWorld(), home: String) async throws {
    path = home + "/Library/Application Support/iTerm2/private/socket"
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    let state = FakeState(world)
    self.state = state
    server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          _ = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: FakeITerm2.handshake(state))
        }
      }
      .bind(unixDomainSocketPath: path).get()
  }

  deinit {
    server.close(promise: nil)
    state.closeAll()
  }

  /// What the last client sent with its first request.
  func header(_ name: String) -> String? { state.headers.withLock { $0.first(name: name) } }
  /// How many pings came back.
  var pongs: Int { state.pongs.withLock { $0 } }
  /// How many clients are there.
  var clients: Int { state.channels.withLock { $0.count } }

  /// How often a screen was read.
  var screenReads: Int { state.screenReads.withLock { $0 } }

  func change(_ change: @Sendable (inout FakeWorld) -> Void) {
    state.world.withLock { change(&$0) }
  }
  func tell(_ write: @Sendable (inout WireWriter) -> Void) {
    var writer = WireWriter()
    writer.message(1000, write)
    for channel in state.channels.withLock({ $0.values }) {
      let frame = WebSocketFrame(
        fin: true, opcode: .binary, data: ByteBuffer(bytes: writer.bytes))
      channel.writeAndFlush(frame, promise: nil)
    }
  }
  func closeConnections() { state.closeAll() }

  private static func handshake(
    _ state: FakeState
  ) -> NIOUpgradableHTTPServerPipelineConfiguration<Void> {
    let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
      maxFrameSize: 1 << 20,
      shouldUpgrade: { channel, head in
        state.headers.withLock { $0 = head.headers }
        guard state.status(for: head.headers) == nil else {
          return channel.eventLoop.makeSucceededFuture(nil)
        }
        return channel.eventLoop.makeSucceededFuture([
          "Sec-WebSocket-Protocol": "api.iterm2.com", "X-iTerm2-Protocol-Version": "1.13",
        ])
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(FakeSession(state))
        }
      })
    return NIOUpgradableHTTPServerPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
        upgraders: [upgrader],
        notUpgradingCompletionHandler: { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(FakeRefusal(state))
          }
        }))
  }
}

/// What all connections of a fake share.
final class FakeState: Sendable {
  let world: Mutex<FakeWorld>
  let headers = Mutex(HTTPHeaders())
  let pongs = Mutex(0)
  let screenReads = Mutex(0)
  let channels = Mutex([ObjectIdentifier: any Channel]())

  init(_ world: FakeWorld) { self.world = Mutex(world) }

  /// The status of a refusal; nil where the client is let in. iTerm2 wants two words in the version.
  func status(for headers: HTTPHeaders) -> Int? {
    switch world.withLock({ $0.fault }) {
    case .status(let status): return status
    case .silentHandshake: return 0
    default: break
    }
    let version = headers.first(name: "x-iterm2-library-version") ?? ""
    guard headers.first(name: "sec-websocket-protocol") == "api.iterm2.com",
      headers.first(name: "origin") == "ws://localhost/",
      version.split(separator: " ").count == 2
    else { return 406 }
    return headers.first(name: "x-iterm2-cookie") == "cookie" ? nil : 401
  }

  func closeAll() {
    for channel in channels.withLock({ $0.values }) { channel.close(promise: nil) }
  }
}

private final class FakeRefusal: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart
  private let state: FakeState

  init(_ state: FakeState) { self.state = state }

  func handlerAdded(context: ChannelHandlerContext) {
    guard let status = state.status(for: state.headers.withLock { $0 }), status != 0 else { return }
    let response = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: status),
      headers: ["content-length": "0"])
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}

/// One connection of a client.
private final class FakeSession: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame
  private let state: FakeState
  private var subscriptions = 0

  init(_ state: FakeState) { self.state = state }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    state.channels.withLock { $0[ObjectIdentifier(channel)] = channel }
    guard state.world.withLock({ $0.fault }) == .early else { return }
    send(context) { $0.message(1000) { $0.message(7) { $0.text(1, "S3") } } }
  }

  func channelInactive(context: ChannelHandlerContext) {
    let channel = context.channel
    state.channels.withLock { $0[ObjectIdentifier(channel)] = nil }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .pong: state.pongs.withLock { $0 += 1 }
    case .connectionClose: context.close(promise: nil)
    case .binary:
      // A client masks what it sends.
      guard frame.maskKey != nil else { return context.close(promise: nil) }
      do {
        try answer(Array(frame.unmaskedData.readableBytesView), context)
      } catch {
        context.close(promise: nil)
      }
    default: break
    }
  }

  private func answer(_ bytes: [UInt8], _ context: ChannelHandlerContext) throws {
    let world = state.world.withLock { $0 }
    guard let request = try FakeRequest(bytes) else {
      return send(context) { $0.text(2, "not in this fake") }
    }
    switch world.fault {
    case .silentCalls: return
    case .halfClose: return context.close(mode: .output, promise: nil)
    case .cut: return raw(context, [0x82, 20, 1, 2], isLast: true)
    case .oversizeFrame: return raw(context, [0x82, 127, 0, 0, 0, 0, 2, 0, 0, 0], isLast: false)
    case .oversizeMessage:
      for number in 0..<20 {
        let frame = WebSocketFrame(
          fin: false, opcode: number == 0 ? .binary : .continuation,
          data: ByteBuffer(repeating: 0, count: 1 << 20))
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
      }
      return
    case .text:
      let frame = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: "hello"))
      return context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    case .garbage:
      let frame = WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(bytes: [7, 7, 7]))
      return context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    case .otherAnswer: return send(context, id: request.id) { $0.message(104) { _ in } }
    case .refusal: return send(context, id: request.id) { $0.text(2, "no") }
    default: break
    }
    switch request.call {
    case .subscribe(let kind, let session, let isOn):
      subscriptions += 1
      let isThere = world.fault == .alreadySubscribed && subscriptions > 1
      let isKnown = session == "all" || world.sessions.contains { $0.id == session }
      send(context, id: request.id) {
        $0.message(103) { $0.number(1, isThere ? 4 : isKnown && isOn ? 0 : 1) }
      }
      guard kind == 2 else { return }
      for id in world.screenUpdates {
        send(context) { $0.message(1000) { $0.message(2) { $0.text(1, id) } } }
      }
    default:
      if case .screen = request.call { state.screenReads.withLock { $0 += 1 } }
      send(context, id: request.id) { request.answer(from: world, to: &$0) }
    }
  }

  /// In one frame or in several, as the fault says.
  private func send(
    _ context: ChannelHandlerContext, id: Int64? = nil, _ body: (inout WireWriter) -> Void
  ) {
    let fault = state.world.withLock { $0.fault }
    var writer = WireWriter()
    if fault == .unknownFields { FakeSession.unknown(&writer) }
    if let id { writer.number(1, Int(id)) }
    body(&writer)
    if fault == .unknownFields { FakeSession.unknown(&writer) }
    var (rest, isFirst) = (writer.bytes[...], true)
    var size = max(1, rest.count)
    if case .fragments(let bytes) = fault { size = bytes }
    repeat {
      let part = rest.prefix(size)
      rest = rest.dropFirst(size)
      let frame = WebSocketFrame(
        fin: rest.isEmpty, opcode: isFirst ? .binary : .continuation, data: ByteBuffer(bytes: part))
      context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
      isFirst = false
      guard case .fragments = fault else { continue }
      let ping = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer(string: "ping"))
      context.writeAndFlush(wrapOutboundOut(ping), promise: nil)
    } while !rest.isEmpty
  }

  private static func unknown(_ writer: inout WireWriter) {
    writer.text(9000, "a field of the future")
    writer.number(9001, -1)
    writer.bytes += ([0x79, 1, 2, 3, 4, 5, 6, 7, 8])  // Field 15, 64 bits.
    writer.bytes += ([0x7D, 1, 2, 3, 4])  // Field 15, 32 bits.
    writer.bytes += ([0x7B, 0x08, 1, 0x13, 0x14, 0x7C])  // Field 15, a group with a group in it.
  }

  /// Past the handler that makes frames.
  private func raw(_ context: ChannelHandlerContext, _ bytes: [UInt8], isLast: Bool) {
    do {
      let encoder = try context.pipeline.syncOperations.context(
        handlerType: WebSocketFrameEncoder.self)
      encoder.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
    } catch {
      context.fireErrorCaught(error)
    }
    if isLast { context.close(promise: nil) }
  }
}
