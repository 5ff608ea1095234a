internal import CLibYAML

extension YAMLNode {
  /// Reads one YAML document; nil for an empty one.
  ///
  /// A subset on purpose: no anchors and aliases (ten lines of them can stand for gigabytes, and a
  /// glob that begins with `*` would be one), no tags, no second document, no key twice, at most 1 MiB.
  package init?(parsing bytes: [UInt8]) throws(YAMLProblem) {
    guard bytes.count <= 1 << 20 else {
      throw YAMLProblem(line: 1, column: 1, message: "the file is larger than 1 MiB")
    }
    var builder = TreeBuilder()
    try YAMLEvents.read(bytes) { event throws(YAMLProblem) in try builder.take(event) }
    guard let root = builder.root else { return nil }
    self = root
  }
}

/// One event of libyaml's parser.
struct YAMLEvent {
  enum Kind {
    case scalar(String, isPlain: Bool)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    case documentStart
    case alias(String)
  }

  var kind: Kind
  var hasAnchor = false
  var line: Int
  var column: Int
}

/// Builds the tree from events, with a stack of its own instead of the machine's.
private struct TreeBuilder {
  private(set) var root: YAMLNode?
  private var open: [Open] = []
  private var documents = 0

  private static let maximumDepth = 64

  private struct Open {
    var start: YAMLEvent
    var elements: [YAMLNode] = []
    var entries: [YAMLNode.Entry] = []
    /// The line of each key so far.
    var lines: [String: Int] = [:]
    var key: YAMLNode?
    var isMapping: Bool
  }

  mutating func take(_ event: YAMLEvent) throws(YAMLProblem) {
    if event.hasAnchor {
      throw problem(event, "anchors are not supported", "write the value out, or quote a `&`")
    }
    switch event.kind {
    case .documentStart:
      documents += 1
      if documents > 1 { throw problem(event, "the file holds a second document", nil) }
    case .alias(let name):
      throw problem(
        event, "`*\(name)` would be a YAML alias, which is not supported",
        "quote a pattern that begins with `*`: \"*\(name)\"")
    case .sequenceStart, .mappingStart:
      guard open.count < TreeBuilder.maximumDepth else {
        throw problem(event, "values are nested more than \(TreeBuilder.maximumDepth) deep", nil)
      }
      var isMapping = false
      if case .mappingStart = event.kind { isMapping = true }
      open.append(Open(start: event, isMapping: isMapping))
    case .sequenceEnd, .mappingEnd:
      guard let done = open.popLast() else { return }
      let kind: YAMLNode.Kind = done.isMapping ? .mapping(done.entries) : .sequence(done.elements)
      try add(YAMLNode(kind, line: done.start.line, column: done.start.column))
    case .scalar(let text, let isPlain):
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
      try add(YAMLNode(isNull ? .null : .scalar(text), line: event.line, column: event.column))
    }
  }

  private mutating func add(_ node: YAMLNode) throws(YAMLProblem) {
    guard var parent = open.popLast() else {
      root = node
      return
    }
    if !parent.isMapping {
      parent.elements.append(node)
    } else if let key = parent.key {
      let entry = try entry(key, node, in: parent)
      parent.entries.append(entry)
      parent.lines[entry.key] = entry.line
      parent.key = nil
    } else {
      parent.key = node
    }
    open.append(parent)
  }

  private func entry(
    _ key: YAMLNode, _ value: YAMLNode, in parent: Open
  ) throws(YAMLProblem) -> YAMLNode.Entry {
    guard let name = key.text else {
      throw YAMLProblem(line: key.line, column: key.column, message: "a key is a plain word")
    }
    if let first = parent.lines[name] {
      throw YAMLProblem(
        line: key.line, column: key.column,
        message: "the key `\(name)` stands here twice; the first is in line \(first)")
    }
    return YAMLNode.Entry(key: name, value: value, line: key.line, column: key.column)
  }

  private func problem(_ event: YAMLEvent, _ message: String, _ hint: String?) -> YAMLProblem {
    YAMLProblem(line: event.line, column: event.column, message: message, hint: hint)
  }
}
