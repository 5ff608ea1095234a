internal import GateModel
internal import Patterns
internal import YAML

extension Shape {
  /// Everything in which a value differs from the shape.
  func problems(in node: YAMLNode, of file: String, at name: String = "") -> [PlanProblem] {
    func problem(_ message: String) -> [PlanProblem] {
      [PlanProblem(node.place(in: file), message)]
    }
    switch self {
    case .text(let text):
      guard let value = node.text else {
        return problem("\(subject(name)) is \(text.expectation), not \(node.kindName)")
      }
      return text.complaint(about: value).map { problem("\(subject(name)) is \($0)") } ?? []
    case .list(let element):
      guard case .sequence(let nodes) = node.kind else {
        return problem("\(subject(name)) is a list: write `[a, b]` or one `- item` a line")
      }
      return nodes.flatMap { element.problems(in: $0, of: file, at: name) }
    case .oneOrMore(let element):
      if case .sequence(let nodes) = node.kind {
        return nodes.flatMap { element.problems(in: $0, of: file, at: name) }
      }
      return element.problems(in: node, of: file, at: name)
    case .record(let fields):
      guard case .mapping = node.kind else {
        return problem("\(subject(name)) has keys of its own: \(choice(fields.map(\.key)))")
      }
      return problems(inRecord: node, fields, of: file, at: name)
    case .dictionary(let key, let shape):
      guard case .mapping(let entries) = node.kind else {
        return problem("\(subject(name)) is a mapping of names to values")
      }
      return entries.flatMap { entry in
        let wrongKey = key.complaint(about: entry.key).map {
          [PlanProblem(entry.place(in: file), "the key `\(entry.key)` is \($0)")]
        }
        return (wrongKey ?? []) + value(of: entry, shape, file)
      }
    case .either(let shapes):
      guard let shape = shapes.first(where: { $0.accepts(kindOf: node) }) else {
        return problem("\(subject(name)) cannot be \(node.kindName)")
      }
      return shape.problems(in: node, of: file, at: name)
    }
  }

  private func problems(
    inRecord node: YAMLNode, _ fields: [Field], of file: String, at name: String
  ) -> [PlanProblem] {
    var found: [PlanProblem] = []
    for entry in node.entries {
      if let field = fields.first(where: { $0.key == entry.key }) {
        found += value(of: entry, field.shape, file)
      } else {
        let known = fields.map(\.key)
        let advice =
          nearest(to: entry.key, among: known).map { "did you mean `\($0)`?" }
          ?? "the keys here are \(choice(known))"
        found.append(PlanProblem(entry.place(in: file), "unknown key `\(entry.key)`; \(advice)"))
      }
    }
    for field in fields where field.isRequired && node[field.key] == nil {
      let owner = name.isEmpty ? "the file" : "`\(name)`"
      found.append(
        PlanProblem(node.place(in: file), "\(owner) lacks the key `\(field.key)`: \(field.help)"))
    }
    return found
  }

  /// A key without a value is as good as no key.
  private func value(of entry: YAMLNode.Entry, _ shape: Shape, _ file: String) -> [PlanProblem] {
    entry.value.kind == .null ? [] : shape.problems(in: entry.value, of: file, at: entry.key)
  }

  private func accepts(kindOf node: YAMLNode) -> Bool {
    switch (self, node.kind) {
    case (.text, .scalar), (.list, .sequence), (.record, .mapping), (.dictionary, .mapping): true
    case (.oneOrMore(let element), _): node.elements.isEmpty ? element.accepts(kindOf: node) : true
    case (.either(let shapes), _): shapes.contains { $0.accepts(kindOf: node) }
    case (.text, _), (.list, _), (.record, _), (.dictionary, _): false
    }
  }
}

extension Shape.Text {
  /// What is expected, after "is".
  var expectation: String {
    switch self {
    case .any: "a text"
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number: "a number"
    case .bool: "`true` or `false`"
    case .duration: "a duration such as `90s`, `20m` or `2h`"
    case .day: "a day such as `2026-12-31`"
    case .laneID: "a lane's name: letters, digits, `-`, `_`, `.`"
    case .glob: "a path pattern"
    case .path: "a path inside the repository"
    case .pattern: "a regular expression"
    case .name: "a name: letters, digits, `-`, `_`, `.`"
    case .request: "a method and a path: `GET /healthz`"
    case .oneOf(let words): choice(words)
    }
  }

  /// What is wrong with a text, after "is"; nil where nothing is.
  func complaint(about text: String) -> String? {
    let isRight: Bool
    switch self {
    case .any: isRight = !text.trimmed.isEmpty
    case .integer(let range): isRight = Int(text).map(range.contains) ?? false
    case .number: isRight = Double(text)?.isFinite ?? false
    case .bool: isRight = text == "true" || text == "false"
    case .duration: isRight = Duration(written: text) != nil
    case .day: isRight = Day(text) != nil
    case .laneID, .name: isRight = LaneID(text) != nil
    case .request: isRight = RequestLine(text) != nil
    case .path:
      isRight = !text.isEmpty && !text.hasPrefix("/") && !text.split(separator: "/").contains("..")
    case .glob:
      do throws(Glob.Problem) { _ = try Glob(text) } catch {
        return "not the pattern `\(text)`: \(error.message)"
      }
      isRight = true
    case .pattern:
      do { _ = try Pattern(text) } catch { return "not the expression `\(text)`: \(error.message)" }
      isRight = true
    case .oneOf(let words):
      guard !words.contains(text) else { return nil }
      let advice = nearest(to: text, among: words).map { "; did you mean `\($0)`?" } ?? ""
      return "\(expectation), not `\(text)`\(advice)"
    }
    return isRight ? nil : "\(expectation), not `\(text)`"
  }
}

extension YAMLNode {
  func place(in file: String) -> Location { Location(file: file, line: line, column: column) }

  fileprivate var kindName: String {
    switch kind {
    case .scalar(let text): "`\(text)`"
    case .null: "nothing"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension YAMLNode.Entry {
  func place(in file: String) -> Location { Location(file: file, line: line, column: column) }
}

/// `a`, `b` or `c`.
func choice(_ words: [String]) -> String {
  let quoted = words.map { "`\($0)`" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
  return quoted.dropLast().joined(separator: ", ") + " or " + last
}

private func subject(_ name: String) -> String { name.isEmpty ? "the file" : "`\(name)`" }

extension Duration {
  /// Reads `90`, `90s`, `20m`, `2h`: at least a second, at most a week.
  init?(written text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["": 1, "s": 1, "m": 60, "h": 3600]
    guard let unit = units[String(text.dropFirst(digits.count))], let count = Int(digits),
      count <= 604_800, (1...604_800).contains(count * unit)
    else { return nil }
    self = .seconds(count * unit)
  }
}
