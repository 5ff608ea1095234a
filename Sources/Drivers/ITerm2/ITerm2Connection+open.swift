internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOWebSocket

extension ITerm2Connection {
  /// Where iTerm2 listens on a Mac, below a home folder.
  package static func defaultPath(home: String) -> String {
    home + "/Library/Application Support/iTerm2/private/socket"
  }

  /// Connects.
  ///
  /// - Parameters:
  ///   - path: of the unix socket.
  ///   - timeout: for the handshake, and for the answer to each call.
  ///   - credentials: asked for when the other end is known to be this user's; nil for an iTerm2 that lets
  ///     everybody in.
  package static func open(
    _ path: String, timeout: Duration = .seconds(5),
    credentials: @Sendable () async throws(ITerm2Error) -> ITerm2Credentials?
  ) async throws(ITerm2Error) -> ITerm2Connection {
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(.seconds(5)).connect(unixDomainSocketPath: path).get()
    } catch {
      let reason = (error as? IOError).map { "\($0)" } ?? "\(error)"
      throw .unreachable(path: path, reason: reason)
    }
    do {
      guard try await isOwn(peerOf: channel) else { throw ITerm2Error.foreignPeer(path: path) }
      let headers = headers(try await credentials())
      return try await shakeHands(on: channel, headers, timeout)
    } catch {
      // What matters is why it is closed.
      try? await channel.close().get()
      throw problem(error)
    }
  }

  /// Source: `api.proto` of iTerm2 and its documentation of the WebSocket.
  private static func headers(_ credentials: ITerm2Credentials?) -> HTTPHeaders {
    var headers: HTTPHeaders = [
      "host": "localhost", "origin": "ws://localhost/",
      "sec-websocket-protocol": "api.iterm2.com",
      // A word for the language and a version: it refuses anything else.
      "x-iterm2-library-version": "swift 1.0", "x-iterm2-advisory-name": "gate",
      "x-iterm2-disable-auth-ui": "true",
    ]
    if let credentials {
      headers.add(name: "x-iterm2-cookie", value: credentials.cookie)
      headers.add(name: "x-iterm2-key", value: credentials.key)
    }
    return headers
  }

  private enum Handshake: Sendable {
    case opened(protocolVersion: String?)
    case refused(EventLoopFuture<Int>)
  }

  private static func shakeHands(
    on channel: any Channel, _ headers: HTTPHeaders, _ timeout: Duration
  ) async throws -> ITerm2Connection {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ITerm2Notification.self, bufferingPolicy: .bufferingNewest(4096))
    let upgrader = NIOTypedWebSocketClientUpgrader<Handshake>(
      // Its own handling closes the channel before anybody hears why.
      maxFrameSize: CallHandler.maximumMessage, enableAutomaticErrorHandling: false
    ) { channel, response in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(CallHandler(continuation))
        return .opened(protocolVersion: response.headers.first(name: "x-iterm2-protocol-version"))
      }
    }
    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: HTTPRequestHead(
          version: .http1_1, method: .GET, uri: "/", headers: headers),
        upgraders: [upgrader],
        notUpgradingCompletionHandler: { channel in
          let status = channel.eventLoop.makePromise(of: Int.self)
          return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(RefusalHandler(status))
            return .refused(status.futureResult)
          }
        }))
    // The first message may come together with the end of the handshake.
    configuration.leftOverBytesStrategy = .forwardBytes
    let outcome = try await channel.pipeline.configureUpgradableHTTPClientPipeline(
      configuration: configuration
    ).get()
    let deadline = channel.eventLoop.scheduleTask(
      in: .nanoseconds(Int64(timeout / .nanoseconds(1)))
    ) {
      channel.pipeline.fireErrorCaught(ITerm2Error.timedOut)
      channel.close(promise: nil)
    }
    // Where the answer comes, not where it is heard of: that may be later than the limit.
    outcome.whenComplete { result in
      guard case .success(.refused(let status)) = result else { return deadline.cancel() }
      status.whenComplete { _ in deadline.cancel() }
    }
    do {
      switch try await outcome.get() {
      case .opened(let version):
        return ITerm2Connection(channel, stream, protocolVersion: version, timeout: timeout)
      case .refused(let status):
        throw switch try await status.get() {
        case 401: ITerm2Error.unauthorized
        case 406: ITerm2Error.clientTooOld
        case let status: ITerm2Error.noWebSocket(status: status)
        }
      }
    } catch let error as ITerm2Error {
      throw error
    } catch {
      // Every other failure of the handshake is about what the other side is.
      throw ITerm2Error.noWebSocket(status: nil)
    }
  }
}

/// Reads the status of an answer that is no WebSocket.
private final class RefusalHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let status: EventLoopPromise<Int>

  init(_ status: EventLoopPromise<Int>) { self.status = status }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) { status.succeed(Int(head.status.code)) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    status.fail(ITerm2Error.closed("iTerm2 ended it"))
  }
}
