internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/openapi.json`: what this server answers. A test holds it against the routes.
func addDescription(to router: Router<GateContext>, version: String) {
  let text = description(version: version).text() + "\n"
  router.get("/openapi.json") { _, _ in
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// The API as a document. Source: OpenAPI 3.1.
func description(version: String) -> JSON {
  let paths = endpoints.map(\.path).reduce(into: [String]()) { found, path in
    if !found.contains(path) { found.append(path) }
  }
  return .object([
    "openapi": "3.1.0",
    "info": .object([
      "title": "gate", "version": .string(version),
      "description":
        "What every agent is doing, what the gate says, and every change of both as a stream.",
    ]),
    "paths": .object(
      paths.map { path in
        let members = endpoints.filter { $0.path == path }.map { endpoint in
          JSON.Member(endpoint.method.rawValue.lowercased(), endpoint.operation)
        }
        return JSON.Member(path, .object(members))
      }),
    "components": .object([
      "securitySchemes": .object([
        "key": .object([
          "type": "http", "scheme": "bearer",
          "description": "The key of a lane, or of the gate, from keys.json of the instance.",
        ])
      ])
    ]),
  ])
}

/// Something that can be asked for.
struct Endpoint {
  var method = HTTPRequest.Method.get
  /// With `{name}` for what differs.
  var path: String
  var summary: String
  /// Of the query.
  var parameters: [(name: String, words: String)] = []
  /// Whether a body is sent, and what it is.
  var body: String?
  /// A good answer: its status, and its type where it has a body.
  var status = 200
  var type: String?
  /// Other good answers, without a body.
  var others: [(status: Int, words: String)] = []
  /// What else may come, by status.
  var problems: [(status: Int, words: String)] = []
  /// Whether it wants a key.
  var isKeyed = false

  var operation: JSON {
    let parts =
      path.split(separator: "/").filter { $0.hasPrefix("{") }
      .map { (String($0.dropFirst().dropLast()), "path", "As a list has it.") }
      + parameters.map { ($0.name, "query", $0.words) }
    let parameters = parts.map { name, place, words in
      JSON.object([
        "name": .string(name), "in": .string(place), "required": .bool(place == "path"),
        "description": .string(words), "schema": .object(["type": "string"]),
      ])
    }
    var answers = [answer(status, "OK", type)]
    answers += others.map { answer($0.status, $0.words, nil) }
    answers += problems.map { answer($0.status, $0.words, "application/problem+json") }
    return .object([
      "summary": .string(summary),
      "parameters": parameters.isEmpty ? nil : .array(parameters),
      "requestBody": body.map { words in
        .object([
          "description": .string(words),
          "content": .object(["application/json": .object(["schema": .object(["type": "object"])])]
          ),
        ])
      },
      "responses": .object(answers),
      "security": isKeyed ? [.object(["key": []])] : nil,
    ])
  }

  private func answer(_ status: Int, _ words: String, _ type: String?) -> JSON.Member {
    JSON.Member(
      "\(status)",
      .object([
        "description": .string(words),
        "content": type.map { .object([JSON.Member($0, .object([JSON.Member]()))]) },
      ]))
  }
}
