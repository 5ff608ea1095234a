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
  .object([
    "openapi": "3.1.0",
    "info": .object(["title": "gate", "version": .string(version)]),
    "paths": .object(
      endpoints.map { endpoint in
        JSON.Member(endpoint.path, .object(["get": endpoint.operation]))
      }),
  ])
}

/// Something that can be asked for.
private struct Endpoint {
  var path: String
  var summary: String
  /// The type of a good answer.
  var type: String
  /// What else may come, by status.
  var problems: [(Int, String)] = []

  var operation: JSON {
    var answers = [
      JSON.Member(
        "200",
        .object([
          "description": "OK", "content": .object([JSON.Member(type, .object([:]))]),
        ]))
    ]
    for (status, words) in problems {
      answers.append(
        JSON.Member(
          "\(status)",
          .object([
            "description": .string(words),
            "content": .object([JSON.Member("application/problem+json", .object([:]))]),
          ])))
    }
    return .object(["summary": .string(summary), "responses": .object(answers)])
  }
}

private let endpoints = [
  Endpoint(path: "/healthz", summary: "Whether the process answers.", type: "text/plain"),
  Endpoint(
    path: "/readyz", summary: "Whether its database does too.", type: "text/plain",
    problems: [(503, "The database does not answer.")]),
  Endpoint(path: "/metrics", summary: "Counts and durations, for Prometheus.", type: "text/plain"),
  Endpoint(path: "/openapi.json", summary: "This document.", type: "application/json"),
]
