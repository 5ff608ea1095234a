internal import GateModel
internal import YAML

/// A value of a plan file that has its shape already, so that reading it cannot fail.
struct PlanNode {
  var node: YAMLNode
  var file: String

  subscript(key: String) -> PlanNode? { node[key].map { PlanNode(node: $0, file: file) } }

  var location: Location { node.place(in: file) }
  var text: String { node.text ?? "" }
  var integer: Int { Int(text) ?? 0 }
  var isTrue: Bool { text == "true" }
  var path: RepoPath { RepoPath(text.hasSuffix("/") ? String(text.dropLast()) : text) }
  var duration: Duration { Duration(written: text) ?? .zero }

  /// The elements of a list, or the value itself where one stands for a list.
  var elements: [PlanNode] {
    let nodes = if case .sequence(let nodes) = node.kind { nodes } else { [node] }
    return nodes.map { PlanNode(node: $0, file: file) }
  }

  var entries: [(key: String, value: PlanNode)] {
    node.entries.map { ($0.key, PlanNode(node: $0.value, file: file)) }
  }

  var texts: [String] { elements.map(\.text) }
  var laneID: LaneID? { LaneID(text) }
  var laneIDs: [LaneID] { elements.compactMap(\.laneID) }

  /// The shape has tried each pattern already: one that is none cannot stand here.
  var globs: [Glob] { elements.compactMap(\.glob) }
  var glob: Glob? { try? Glob(text) }  // See `globs`.

  var requestLine: RequestLine? { RequestLine(text) }

  var level: RuleLevel? { RuleLevel(rawValue: self["level"]?.text ?? text) }
}

extension PlanNode? {
  var texts: [String] { self?.texts ?? [] }
  var globs: [Glob] { self?.globs ?? [] }
}
