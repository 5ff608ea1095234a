internal import FoundationEssentials
package import GateModel

extension Contract {
  /// The shapes of recorded answers in JSON: which places there are, and of which type each is. The
  /// elements of a list are one place; what an empty list would hold is not known.
  package init(recorded files: [(path: RepoPath, bytes: [UInt8])]) throws(APIProblem) {
    var entries: [Entry] = []
    for (path, bytes) in files {
      // Foundation's reason is not for people.
      guard let json = try? JSONDecoder().decode(JSON.self, from: Data(bytes)) else {
        throw APIProblem(description: "\(path): the file is no JSON")
      }
      var types: [String: Set<String>] = [:]
      json.addTypes(to: &types, at: "$")
      entries += types.map { place, names in
        Entry(
          name: "\(path) \(place)", definition: names.sorted().joined(separator: " or "),
          place: Place(path))
      }
    }
    self.init(.api, entries)
  }
}

extension JSON {
  fileprivate func addTypes(to types: inout [String: Set<String>], at place: String) {
    let name =
      switch self {
      case .null: "null"
      case .bool: "boolean"
      case .integer, .number: "number"
      case .string: "string"
      case .array: "array"
      case .object: "object"
      }
    types[place, default: []].insert(name)
    for element in array ?? [] { element.addTypes(to: &types, at: "\(place)[]") }
    for member in members ?? [] { member.value.addTypes(to: &types, at: "\(place).\(member.name)") }
  }
}
