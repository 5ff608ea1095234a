import GateModel
import Testing

@testable import GateContracts

private func lines(_ text: String, _ name: String = "openapi.yml") throws -> [String] {
  try Contract(openAPI: Array(text.utf8), path: RepoPath(name)).entries.map {
    "\($0.name): \($0.definition)"
  }
}

@Test("operations, parameters, requests and answers of a document, references and cycles too")
func document() throws {
  let text = """
    openapi: 3.0.3
    paths:
      /orders/{id}:
        parameters:
          - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
          - {$ref: '#/components/parameters/Limit'}
        post:
          requestBody:
            required: true
            content:
              application/json: {schema: {$ref: '#/components/schemas/Order'}}
          responses:
            '200':
              content:
                application/json:
                  schema: {type: array, items: {$ref: '#/components/schemas/Order'}}
            default: {$ref: '#/components/responses/Error'}
    components:
      parameters:
        Limit: {name: limit, in: query, schema: {type: integer}}
      responses:
        Error: {description: no}
      schemas:
        Order:
          required: [total]
          properties:
            total: {type: number, nullable: true}
            parent: {$ref: '#/components/schemas/Order'}
            kind: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}]}
    """
  #expect(
    try lines(text) == [
      "POST /orders/{id}: operation",
      "POST /orders/{id} -> 200: answer",
      "POST /orders/{id} -> 200 application/json $: array",
      "POST /orders/{id} -> 200 application/json $[]: object",
      "POST /orders/{id} -> 200 application/json $[].kind: A or string, optional",
      "POST /orders/{id} -> 200 application/json $[].parent: object, optional",
      "POST /orders/{id} -> 200 application/json $[].total: number or null",
      "POST /orders/{id} -> default: answer",
      "POST /orders/{id} <- application/json $: object, required",
      "POST /orders/{id} <- application/json $.kind: A or string",
      "POST /orders/{id} <- application/json $.parent: object",
      "POST /orders/{id} <- application/json $.total: number or null, required",
      "POST /orders/{id} <- path id: string uuid, required",
      "POST /orders/{id} <- query limit: integer",
    ])
}

@Test("the same in JSON of 3.1, and what is none is told with its place")
func problems() throws {
  let json = """
    {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"content": {"text/plain":
    {"schema": {"type": ["string", "null"]}}}}}}}}}
    """
  #expect(
    try lines(json, "api.json") == [
      "GET /a: operation", "GET /a -> 200: answer", "GET /a -> 200 text/plain $: string or null",
    ])
  let wrong = [
    ("{", "api.json", "api.json: the file is no JSON"),
    ("{}", "api.json", "api.json: `openapi` is not 3.x"),
    ("swagger: '2.0'", "a.yml", "a.yml: `openapi` is not 3.x"),
    ("a: [", "a.yml", "a.yml:2:1: this is not YAML"),
    // A reference to itself leads nowhere, and ends.
    ("{\"openapi\": \"3.0\", \"paths\": {\"/a\": {\"$ref\": \"#/paths/~1a\"}}}", "a.json", ""),
  ]
  for (text, name, said) in wrong {
    do throws(APIProblem) {
      _ = try Contract(openAPI: Array(text.utf8), path: RepoPath(name))
      #expect(said.isEmpty, "\(text)")
    } catch {
      #expect(!said.isEmpty && error.description.hasPrefix(said), "\(error)")
    }
  }
}

@Test("a recorded answer is frozen by its places and their types")
func recorded() throws {
  let text = #"{"items": [{"id": 1, "note": null}, {"id": 2.5, "note": "x"}], "none": []}"#
  let shapes = try Contract(recorded: [(RepoPath("s/a.json"), Array(text.utf8))])
  #expect(
    shapes.entries.map { "\($0.name): \($0.definition)" } == [
      "s/a.json $: object", "s/a.json $.items: array", "s/a.json $.items[]: object",
      "s/a.json $.items[].id: number", "s/a.json $.items[].note: null or string",
      "s/a.json $.none: array",
    ])
}
