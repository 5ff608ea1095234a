package import GateModel

/// The JSON Schemas of the plan's files, for editors; a test writes them to docs/schema.
/// Source: https://json-schema.org/draft/2020-12
package let planSchemas: [(name: String, schema: JSON)] = [
  ("gate", document("gate.yml", PlanShapes.gate)),
  ("lane", document("a file of Lanes/", PlanShapes.lane)),
  ("wave", document("a file of Waves/", PlanShapes.wave)),
]

private func document(_ title: String, _ shape: Shape) -> JSON {
  guard case .object(let members) = shape.jsonSchema else { return shape.jsonSchema }
  return .object(
    [
      JSON.Member("$schema", "https://json-schema.org/draft/2020-12/schema"),
      JSON.Member("title", .string(title)),
    ] + members)
}

extension Shape {
  /// The same shape in the words of JSON Schema. A key may be written without a value.
  fileprivate var jsonSchema: JSON {
    switch self {
    case .text(let text): return text.jsonSchema
    case .list(let element): return ["type": "array", "items": element.jsonSchema]
    case .oneOrMore(let element):
      return ["anyOf": [element.jsonSchema, ["type": "array", "items": element.jsonSchema]]]
    case .either(let shapes): return ["anyOf": .array(shapes.map(\.jsonSchema))]
    case .dictionary(_, let shape):
      return [
        "type": "object",
        "additionalProperties": ["anyOf": [shape.jsonSchema, ["type": "null"]]],
      ]
    case .record(let fields):
      let properties = fields.map { field -> JSON.Member in
        let options: JSON = [field.shape.jsonSchema, ["type": "null"]]
        let isOpen = !field.isRequired
        return JSON.Member(
          field.key,
          [
            "description": .string(field.help),
            "anyOf": isOpen ? options : [field.shape.jsonSchema],
          ])
      }
      let needed = fields.filter(\.isRequired).map { JSON.string($0.key) }
      return .object([
        "type": "object", "properties": .object(properties),
        "required": needed.isEmpty ? nil : .array(needed), "additionalProperties": false,
      ])
    }
  }
}

extension Shape.Text {
  /// YAML reads a plain `1` or `true` as a number or a truth value: both are texts to the gate.
  fileprivate var jsonSchema: JSON {
    switch self {
    case .integer(let range):
      return .object([
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": range.upperBound == .max ? nil : .integer(range.upperBound),
      ])
    case .number: return ["type": "number"]
    case .bool: return ["type": "boolean"]
    case .oneOf(let words): return ["enum": .array(words.map { .string($0) })]
    case .duration: return ["type": ["string", "integer"], "pattern": "^[0-9]+[smh]?$"]
    case .request: return ["type": "string", "pattern": "^[A-Z]+ /[!-~]*$"]
    case .any, .day, .laneID, .glob, .path, .pattern, .name:
      return ["type": ["string", "number", "boolean"]]
    }
  }
}
