internal import GateModel
internal import Patterns
internal import YAML

/// The keys of one mapping in a file of rules, read one by one with what is wrong about each.
struct Fields {
  let isRecord: Bool
  private let node: YAMLNode
  private let file: String

  init(
    _ node: YAMLNode, _ known: [String], of what: String, _ problems: inout [RuleProblem],
    _ file: String
  ) {
    self.node = node
    self.file = file
    if case .mapping = node.kind { isRecord = true } else { isRecord = false }
    guard isRecord else {
      let names = known.map { "`\($0)`" }.joined(separator: ", ")
      problems.append(RuleProblem(file, node.line, node.column, "\(what) has the keys \(names)"))
      return
    }
    for entry in node.entries where !known.contains(entry.key) {
      let advice =
        nearest(to: entry.key, among: known).map { "did you mean `\($0)`?" }
        ?? "\(what) has \(known.map { "`\($0)`" }.joined(separator: ", "))"
      problems.append(
        RuleProblem(file, entry.line, entry.column, "unknown key `\(entry.key)`; \(advice)"))
    }
  }

  /// Says something about a key, at its value or where it would stand.
  func report(_ key: String, _ message: String, _ problems: inout [RuleProblem]) {
    let place = node.entries.first { $0.key == key }?.value ?? node
    problems.append(RuleProblem(file, place.line, place.column, "`\(key)` \(message)"))
  }

  func text(_ key: String, _ problems: inout [RuleProblem]) -> String? {
    guard let text = node[key]?.text, !text.isEmpty else {
      report(key, "is missing or no text", &problems)
      return nil
    }
    return text
  }

  func id(_ problems: inout [RuleProblem]) -> RuleID? {
    guard let text = text("id", &problems) else { return nil }
    guard let id = RuleID(text) else {
      report("id", "is two words with a slash: `claude/permission-dialog`", &problems)
      return nil
    }
    return id
  }

  func pattern(_ key: String, _ problems: inout [RuleProblem]) -> Pattern? {
    guard let value = node[key] else { return nil }
    guard let text = value.text else {
      report(key, "is a text: put the expression in single quotes", &problems)
      return nil
    }
    do {
      return try Pattern(text)
    } catch {
      report(key, "is no expression: \(error)", &problems)
      return nil
    }
  }

  /// One of several words.
  func word<Value>(
    _ key: String, _ words: [String: Value], _ problems: inout [RuleProblem]
  ) -> Value? {
    guard let value = node[key] else { return nil }
    guard let text = value.text, let found = words[text] else {
      let names = words.keys.sorted()
      let advice = value.text.flatMap { nearest(to: $0, among: names) }
      report(
        key,
        advice.map { "is no `\(value.text ?? "")`; did you mean `\($0)`?" }
          ?? "is one of \(names.map { "`\($0)`" }.joined(separator: ", "))", &problems)
      return nil
    }
    return found
  }

  /// `title`, `slot` or `last 15`.
  func place(_ problems: inout [RuleProblem]) -> StatusRule.Place? {
    let words = (node["look"]?.text ?? "").split(separator: " ")
    switch words.first {
    case "title" where words.count == 1: return .title
    case "slot" where words.count == 1: return .slot
    case "last" where words.count == 2:
      if let count = Int(words[1]), (1...60).contains(count) { return .last(count) }
    default: break
    }
    report("look", "is `title`, `slot` or `last N` with N from 1 to 60", &problems)
    return nil
  }
}
