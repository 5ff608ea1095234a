import Foundation
import HTTP
import Processes
import Testing

/// A server in Python, gone with the value; its answers are told by their paths.
private struct PythonServer {
  let port: UInt16
  private let child: Child

  init(_ answer: String) async throws {
    port = try #require(freeLoopbackPort())
    let program = """
      import http.server, time
      class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
      \(answer.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
        def __getattr__(self, name):
          if name.startswith("do_"): return self.answer
          raise AttributeError(name)
        def log_message(self, *words): pass
      http.server.ThreadingHTTPServer(("127.0.0.1", \(port)), Handler).serve_forever()
      """
    let log = FileManager.default.temporaryDirectory.path + "/gate-http-\(UUID().uuidString).log"
    child = try await Child.start(
      Child.Program(
        "/usr/bin/python3", ["-c", program], environment: ["PATH": "/usr/bin:/bin"], folder: "/",
        log: log))
    // It is open: nobody needs its name.
    try FileManager.default.removeItem(atPath: log)
    let deadline = ContinuousClock.now + .seconds(30)
    // Refused until it listens.
    while (try? await request("GET", "/up").response()) == nil, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  func request(_ method: String, _ path: String) -> LoopbackRequest {
    LoopbackRequest(method, path, port: port, timeout: .seconds(2), maximumBody: 1 << 20)
  }

  func end() async { await child.end(SIGKILL, within: .seconds(5)) }
}

@Test(
  "an answer is what the server sent: no redirection is followed, and no more is read than was asked for",
  .timeLimit(.minutes(5)))
func answers() async throws {
  let server = try await PythonServer(
    """
    if self.path == "/slow": time.sleep(100)
    body = (f"{self.command} {self.path} {self.headers['Host'].split(':')[0]} "
            f"{self.headers['Content-Length']} {self.headers['Content-Type']}").encode()
    if self.path == "/large": body = b"x" * (2 << 20)
    if self.path == "/rude":
      self.connection.close()
      return
    self.send_response(302 if self.path == "/away" else 200)
    self.send_header("Location", "/slow")
    self.send_header("Content-Length", str(len(body)))
    self.end_headers()
    if self.command != "HEAD": self.wfile.write(body)
    """)
  let expected: [(String, String, Int, String)] = [
    ("GET", "/a/../b?c=%20", 200, "GET /a/../b?c=%20 localhost None None"),
    ("GET", "/away", 302, "GET /away localhost None None"), ("HEAD", "/x", 200, ""),
    ("POST", "/x", 200, "POST /x localhost 0 None"),
    ("DELETE", "/x", 200, "DELETE /x localhost None None"),
  ]
  for (method, path, status, body) in expected {
    let response = try await server.request(method, path).response()
    #expect(response == HTTPResponse(status: status, body: Array(body.utf8)), "\(method) \(path)")
  }
  let errors: [(String, HTTPError)] = [("/slow", .timedOut), ("/large", .tooLarge(1 << 20))]
  for (path, error) in errors {
    await #expect(throws: error, "\(path)") { try await server.request("GET", path).response() }
  }
  await #expect(throws: HTTPError.self) { try await server.request("GET", "/rude").response() }
  let start = ContinuousClock.now
  let slow = LoopbackRequest("GET", "/slow", port: server.port, timeout: .seconds(90))
  let task = Task { try await slow.response() }
  try await Task.sleep(for: .milliseconds(100))
  task.cancel()
  #expect(await task.result == .failure(HTTPError.cancelled) as Result<HTTPResponse, any Error>)
  #expect(ContinuousClock.now - start < .seconds(60), "/slow takes longer")
  await server.end()
  await #expect(throws: HTTPError.self) { try await server.request("GET", "/").response() }
}

extension Result<HTTPResponse, any Error> {
  fileprivate static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.success(let a), .success(let b)): a == b
    case (.failure(let a), .failure(let b)): a as? HTTPError == b as? HTTPError
    case (.success, _), (.failure, _): false
    }
  }
}
