import FoundationEssentials
import GateModel
import HTTP

/// Asks the server of this repository on this machine.
struct ServerClient {
  let port: UInt16

  /// The server that GATE_SERVER names, or else the one that runs for the repository around a place; nil where none
  /// does.
  init?(around place: String, _ environment: [String: String]) throws {
    try self.init(InstanceFolder(around: place, environment: environment), environment)
  }

  /// The same, for the folder of a repository's instance.
  init?(_ folder: @autoclosure () -> InstanceFolder, _ environment: [String: String]) throws {
    if let url = environment["GATE_SERVER"], !url.isEmpty {
      let host = url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
      let parts = host.split(separator: ":")
      guard url.hasPrefix("http://"), parts.count == 2,
        ["localhost", "127.0.0.1"].contains(parts[0]),
        let port = UInt16(parts[1])
      else {
        throw Failure(
          "GATE_SERVER is `\(url)`, which is no server of this machine",
          hint: "such as http://127.0.0.1:7170", exit: .usage)
      }
      self.port = port
    } else {
      guard let server = folder().server() else { return nil }
      port = server.port
    }
  }

  /// The same; it is an error where no server runs.
  static func running(
    around place: String, _ environment: [String: String]
  ) throws -> ServerClient {
    guard let client = try ServerClient(around: place, environment) else {
      throw Failure(
        "no server runs for this repository", hint: "start one: gate serve", exit: .unjudged)
    }
    return client
  }

  /// The answer, as it was sent.
  func text(_ path: String) throws -> String {
    let response = try send(LoopbackRequest("GET", path, port: port, timeout: .seconds(10)))
    return String(decoding: response.body, as: UTF8.self)
  }

  /// The answer as JSON.
  func json(_ path: String) throws -> JSON {
    let text = try text(path)
    do {
      return try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    } catch {
      throw Failure("what answers on port \(port) is no server of the gate", exit: .unjudged)
    }
  }

  /// Sends something in the name of whoever has the key.
  func post(_ path: String, _ body: [UInt8], key: String, within time: Duration) throws {
    var request = LoopbackRequest("POST", path, port: port, timeout: time)
    request.headers = ["Content-Type: application/json", "Authorization: Bearer \(key)"]
    request.body = body
    _ = try send(request)
  }

  /// Waits on this thread: a command that asks has nothing else to do, and Ctrl-C ends it.
  private func send(_ request: LoopbackRequest) throws -> HTTPResponse {
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try request.blockingResponse()
    } catch {
      throw Failure(
        "the server on port \(port) does not answer: \(error)",
        hint: "is it still there? gate serve",
        exit: .unjudged)
    }
    guard (200..<300).contains(response.status) else { throw Failure(refusal: response) }
    return response
  }
}

extension Failure {
  /// What a server holds against a request. Source: RFC 9457.
  fileprivate init(refusal response: HTTPResponse) {
    // What is no problem has no words of its own.
    let problem = try? JSONDecoder().decode(JSON.self, from: Data(response.body))
    let detail = problem?["detail"]?.string ?? "the server answers \(response.status)"
    let hint = problem?["hint"]?.string
    self.init(
      detail, hint: hint,
      exit: response.status == 404 || response.status == 400 ? .usage : .unjudged)
  }
}
