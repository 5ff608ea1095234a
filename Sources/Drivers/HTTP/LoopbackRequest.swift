internal import CLibCurl

/// A request to a server on this machine.
package struct LoopbackRequest: Sendable, Hashable {
  /// `GET`, `POST`…: capital letters.
  package var method: String
  /// With what follows a `?`; sent as it is.
  package var path: String
  /// The server's, on 127.0.0.1 or ::1.
  package var port: UInt16
  /// From the first attempt to connect to the last byte of the answer.
  package var timeout: Duration
  /// Bytes of the answer's body; a larger one is an error.
  package var maximumBody: Int
  /// Lines such as `Authorization: Bearer …`.
  package var headers: [String] = []
  /// What is sent after the head.
  package var body: [UInt8] = []

  /// Makes a request; by default it may take 30 seconds and its answer 8 MiB.
  package init(
    _ method: String, _ path: String, port: UInt16, timeout: Duration = .seconds(30),
    maximumBody: Int = 8 << 20
  ) {
    self.method = method
    self.path = path
    self.port = port
    self.timeout = timeout
    self.maximumBody = maximumBody
  }
}

extension LoopbackRequest {
  /// Whether requests can be made on this machine: libcurl is there.
  package static var isPossible: Bool { gate_http_is_there() == 1 }
}

/// What a server answered.
package struct HTTPResponse: Sendable, Hashable {
  /// Such as 200; a redirection is an answer like any other.
  package var status: Int
  /// As it was sent.
  package var body: [UInt8]

  /// Makes an answer of its parts.
  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}
