/// Where a server listens, and for whom it answers.
package struct WebAddress: Sendable, Hashable {
  /// An address of this machine: `127.0.0.1`, `::1`, `0.0.0.0`.
  package var host: String
  /// 0 for one that is free.
  package var port: Int

  /// Listens on loopback, where no argument says otherwise.
  package init(host: String = "127.0.0.1", port: Int = 0) {
    (self.host, self.port) = (host, port)
  }

  /// Whether nobody from another machine reaches it.
  package var isLoopback: Bool {
    host == "localhost" || host == "::1" || (host.hasPrefix("127.") && isAddress(host))
  }
}
