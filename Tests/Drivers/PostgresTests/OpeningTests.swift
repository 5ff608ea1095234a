import Testing

@testable import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Test("a cancelled task does not wait for a server that never answers", .timeLimit(.minutes(5)))
func cancelledOpening() async throws {
  let server = try #require(SilentServer())
  // At once, and while it waits for the answer.
  for pause in [0, 100] {
    let settings = server.settings(["connect_timeout": "60"])
    let task = Task { try await Connection.open(settings) }
    try await Task.sleep(for: .milliseconds(pause))
    task.cancel()
    do {
      _ = try await task.value
      Issue.record("it is connected")
    } catch {
      #expect((error as? PostgresError)?.sqlState == .queryCanceled)
    }
  }
}

@Test("a server that never answers is given up", .timeLimit(.minutes(5)))
func openingWithLimit() async throws {
  let server = try #require(SilentServer())
  await #expect(throws: PostgresError.self) {
    // libpq's shortest is two seconds.
    _ = try await Connection.open(server.settings(["connect_timeout": "2"]))
  }
  let (none, own) = (ConnectionSettings(), ConnectionSettings(["connect_timeout": "7"]))
  #expect(none.limitedKeywords { _ in nil }["connect_timeout"] == "20")
  #expect(own.limitedKeywords { _ in nil }["connect_timeout"] == "7")
  for name in ["PGCONNECT_TIMEOUT", "PGSERVICE"] {
    #expect(none.limitedKeywords { $0 == name ? "3" : nil } == [:])
  }
  #expect(ConnectionSettings(["service": "x"]).limitedKeywords { _ in nil }.count == 1)
}

/// Takes connections, because the kernel does, and says nothing.
private final class SilentServer {
  private let file: Int32
  private var port: UInt16 = 0

  init?() {
    file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let file = file
    let isThere = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(file, pointer, size) == 0 && listen(file, 8) == 0
          && getsockname(file, pointer, &size) == 0
      }
    }
    guard isThere else { return nil }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(file) }

  func settings(_ more: [String: String] = [:]) -> ConnectionSettings {
    let keywords = ["host": "127.0.0.1", "port": "\(port)", "user": "x", "dbname": "x"]
    return ConnectionSettings(keywords.merging(more) { $1 })
  }
}
