internal import FoundationEssentials
package import GateModel
internal import YAML

/// Why a document describes no API: one sentence without a closing point.
package struct APIProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// With the file, and the line where it is known.
  package var description: String
}

extension Contract {
  /// Reads a document of OpenAPI 3, in JSON or YAML: of each operation its parameters, the properties of
  /// its request and those of its answers, with their types. Source: OpenAPI Specification 3.1.
  ///
  /// What the gate does not read (callbacks, links, headers, security, limits of values) is no part of
  /// the contract.
  package init(openAPI bytes: [UInt8], path: RepoPath) throws(APIProblem) {
    let document = try APIDocument(bytes, path)
    var reading = APIReading(document: document)
    guard document.root["openapi"]?.string?.hasPrefix("3.") == true else {
      throw APIProblem(description: "\(path): `openapi` is not 3.x")
    }
    for item in document.root["paths"]?.members ?? [] { reading.read(path: item.name, item.value) }
    let place = Place(path)
    self.init(.api, reading.entries.map { Entry(name: $0.0, definition: $0.1, place: place) })
  }
}

/// A document with the parts that others in it refer to.
struct APIDocument {
  var root: JSON

  init(_ bytes: [UInt8], _ path: RepoPath) throws(APIProblem) {
    if path.description.hasSuffix(".json") {
      // Foundation's reason is not for people.
      guard let json = try? JSONDecoder().decode(JSON.self, from: Data(bytes)) else {
        throw APIProblem(description: "\(path): the file is no JSON")
      }
      root = json
      return
    }
    do throws(YAMLProblem) {
      root = try YAMLNode(parsing: bytes).map { JSON(yaml: $0) } ?? .null
    } catch {
      throw APIProblem(description: "\(path):\(error.line):\(error.column): \(error.message)")
    }
  }

  /// The value that a reference leads to, or the value itself. Only references within the document are
  /// followed, and none of them for ever.
  func resolved(_ value: JSON) -> (value: JSON, reference: String?) {
    var (value, last) = (value, String?.none)
    for _ in 0..<32 {
      guard let reference = value["$ref"]?.string, reference.hasPrefix("#/") else { break }
      var target = root
      for part in reference.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false) {
        let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
        target = target[name] ?? .null
      }
      (value, last) = (target, reference)
    }
    return (value, last)
  }
}

extension JSON {
  /// A plain scalar is a text, whatever it looks like.
  fileprivate init(yaml node: YAMLNode) {
    switch node.kind {
    case .scalar(let text): self = .string(text)
    case .null: self = .null
    case .sequence(let nodes): self = .array(nodes.map { JSON(yaml: $0) })
    case .mapping(let entries):
      self = .object(entries.map { Member($0.key, JSON(yaml: $0.value)) })
    }
  }

  /// `true`, from YAML too.
  var isTrue: Bool { self == true || string == "true" }
}
