internal import HTTPTypes
internal import Hummingbird

/// Refuses requests that a foreign page makes through a browser on this machine: those for another name than
/// the server's (a name that somebody lets point here), and those of another origin.
struct SameSite<Context: RequestContext>: RouterMiddleware {
  private let address: WebAddress

  init(_ address: WebAddress) { self.address = address }

  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    let authority = request.head.authority ?? ""
    guard isOwn(authority) else {
      throw Problem(
        .misdirectedRequest, "This server does not answer for that host.",
        hint: "Ask it by the address that it listens on.")
    }
    if let origin = request.headers[.origin] {
      let own = ["http://\(authority)", "https://\(authority)"]
      guard own.contains(origin) else {
        throw Problem(.forbidden, "Pages of another origin may not ask this server.")
      }
    }
    return try await next(request, context)
  }

  /// Whether `host:port` is one of the server's own names.
  private func isOwn(_ authority: String) -> Bool {
    guard let host = hostName(of: authority) else { return false }
    // Names of this machine itself lead nowhere else, whoever asks.
    return host == address.host || loopbackNames.contains(host)
      || (!address.isLoopback && isAddress(host))
  }
}

private let loopbackNames: Set<String> = ["localhost", "127.0.0.1", "::1"]

/// Without the port and the brackets of IPv6; nil for what is no `host` or `host:port`.
func hostName(of authority: String) -> String? {
  let host: Substring
  var rest: Substring
  if authority.hasPrefix("[") {
    host = authority.dropFirst().prefix { $0 != "]" }
    rest = authority.dropFirst(host.count + 1)
    guard rest.popFirst() == "]" else { return nil }
  } else {
    host = authority.prefix { $0 != ":" }
    rest = authority.dropFirst(host.count)
  }
  let isPort = rest.isEmpty || (rest.first == ":" && UInt16(rest.dropFirst()) != nil)
  return isPort ? String(host) : nil
}

/// Whether a host is written as a number: no name that somebody could let point here.
func isAddress(_ host: String) -> Bool {
  if host.contains(":") { return host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
  let parts = host.split(separator: ".", omittingEmptySubsequences: false)
  return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
}
