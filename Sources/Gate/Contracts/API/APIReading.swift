internal import GateModel

/// Collects what a document says of its operations.
struct APIReading {
  let document: APIDocument
  private(set) var entries: [(String, String)] = []

  init(document: APIDocument) {
    self.document = document
  }

  mutating func read(path: String, _ item: JSON) {
    let item = document.resolved(item).value
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
    for method in methods {
      guard let operation = item[method] else { continue }
      let name = "\(method.uppercased()) \(path)"
      entries.append((name, "operation"))
      read(parameters: item["parameters"], operation["parameters"], of: name)
      read(request: operation["requestBody"], of: name)
      for answer in operation["responses"]?.members ?? [] {
        read(answer: document.resolved(answer.value).value, "\(name)\(answerArrow)\(answer.name)")
      }
    }
  }

  /// An operation's own stand before those of its path.
  private mutating func read(parameters: JSON?, _ own: JSON?, of name: String) {
    var found: [String: String] = [:]
    for parameter in (parameters?.array ?? []) + (own?.array ?? []) {
      let parameter = document.resolved(parameter).value
      guard let place = parameter["in"]?.string, let title = parameter["name"]?.string else {
        continue
      }
      let need = parameter["required"]?.isTrue == true ? requiredSuffix : ""
      found["\(place) \(title)"] = type(parameter["schema"] ?? .null) + need
    }
    for (title, type) in found { entries.append(("\(name)\(requestArrow)\(title)", type)) }
  }

  private mutating func read(request: JSON?, of name: String) {
    guard let request else { return }
    let body = document.resolved(request).value
    let isRequired = body["required"]?.isTrue == true
    for content in body["content"]?.members ?? [] {
      let place = "\(name)\(requestArrow)\(content.name) $"
      let schema = content.value["schema"] ?? .null
      entries.append((place, type(schema) + (isRequired ? requiredSuffix : "")))
      read(properties: schema, place, requiredSuffix, optional: "", seen: [])
    }
  }

  private mutating func read(answer: JSON, _ name: String) {
    entries.append((name, "answer"))
    for content in answer["content"]?.members ?? [] {
      let place = "\(name) \(content.name) $"
      let schema = content.value["schema"] ?? .null
      entries.append((place, type(schema)))
      read(properties: schema, place, "", optional: optionalSuffix, seen: [])
    }
  }

  /// The properties of an object and of a list's elements, all the way down. A schema within itself is
  /// read once.
  private mutating func read(
    properties schema: JSON, _ place: String, _ required: String, optional: String,
    seen: Set<String>
  ) {
    let (schema, reference) = document.resolved(schema)
    var seen = seen
    if let reference, !seen.insert(reference).inserted { return }
    guard seen.count < 32, entries.count < 100_000 else { return }
    for part in schema["allOf"]?.array ?? [] {
      read(properties: part, place, required, optional: optional, seen: seen)
    }
    let needed = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
    for property in schema["properties"]?.members ?? [] {
      let name = "\(place).\(property.name)"
      let need = needed.contains(property.name) ? required : optional
      entries.append((name, type(property.value) + need))
      read(properties: property.value, name, required, optional: optional, seen: seen)
    }
    if let items = schema["items"] {
      entries.append(("\(place)[]", type(items)))
      read(properties: items, "\(place)[]", required, optional: optional, seen: seen)
    }
  }

  /// In words: `string date-time`, `integer or null`, `one of Cat, Dog`.
  private func type(_ schema: JSON) -> String {
    let schema = document.resolved(schema).value
    var names =
      schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    let isNull = names.contains("null") || schema["nullable"]?.isTrue == true
    names.removeAll { $0 == "null" }
    if names.isEmpty, schema["properties"] != nil || schema["allOf"] != nil { names = ["object"] }
    for word in ["oneOf", "anyOf"] where names.isEmpty && schema[word] != nil {
      names = (schema[word]?.array ?? []).map { choice in
        choice["$ref"]?.string?.split(separator: "/").last.map(String.init) ?? type(choice)
      }
    }
    let format = schema["format"]?.string.map { " \($0)" } ?? ""
    let plain = names.isEmpty ? "anything" : names.sorted().joined(separator: " or ")
    return plain + format + (isNull ? orNull : "")
  }
}
