import Glibc

/// Connections that read a server's events, all by one thread: what is measured is the server.
final class EventReaders {
  private var sockets: [pollfd] = []
  /// The end of what each has got: an event may come in pieces.
  private var tails: [[UInt8]] = []
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)

  /// Connects so many, of which the server knows when this returns.
  init(_ count: Int, port: UInt16) throws {
    for _ in 0..<count { try sockets.append(EventReaders.connection(port)) }
    tails = Array(repeating: [], count: count)
    try wait(for: "HTTP/1.1 200", seconds: 20) { _ in }
  }

  deinit { for socket in sockets { close(socket.fd) } }

  /// Some that never read, as long as the value lives.
  static func mute(_ count: Int, port: UInt16) throws -> [EventReaders] {
    let readers = EventReaders()
    for _ in 0..<count { try readers.sockets.append(connection(port)) }
    return [readers]
  }

  private init() {}

  private static func connection(_ port: UInt16) throws -> pollfd {
    let socket = try connected(to: port)
    send("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n", to: socket)
    return pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
  }

  /// Reads until each has got a text, and tells of each when it has.
  func wait(for text: String, seconds: Int, _ arrived: (ContinuousClock.Instant) -> Void) throws {
    let (mark, end) = (Array(text.utf8), ContinuousClock.now + .seconds(seconds))
    var open = Set(sockets.indices)
    while !open.isEmpty {
      guard ContinuousClock.now < end else {
        throw BenchFailure("\(open.count) of \(sockets.count) readers do not get \(text)")
      }
      _ = unsafe poll(&sockets, nfds_t(sockets.count), 1000)
      for index in sockets.indices where sockets[index].revents != 0 {
        let count = unsafe recv(sockets[index].fd, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchFailure("the server has shut a reader's connection") }
        tails[index] += buffer[..<count]
        guard open.contains(index), contains(tails[index], mark) else { continue }
        arrived(.now)
        open.remove(index)
      }
      for index in tails.indices where tails[index].count > 4096 {
        tails[index].removeFirst(tails[index].count - 1024)
      }
    }
  }

  private func contains(_ bytes: [UInt8], _ mark: [UInt8]) -> Bool {
    guard bytes.count >= mark.count else { return false }
    return (0...bytes.count - mark.count).contains { start in
      bytes[start] == mark[0] && bytes[start..<start + mark.count].elementsEqual(mark)
    }
  }
}

/// A connection to this machine.
func connected(to port: UInt16) throws -> Int32 {
  let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
      unsafe connect(socket, pointer, size)
    }
  }
  guard result == 0 else { throw BenchFailure("nobody listens on port \(port)") }
  return socket
}

func send(_ text: String, to socket: Int32) {
  let bytes = Array(text.utf8)
  _ = unsafe Glibc.send(socket, bytes, bytes.count, 0)
}
