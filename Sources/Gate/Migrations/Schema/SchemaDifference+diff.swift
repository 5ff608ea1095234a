extension SchemaDifference {
  /// All of it as a diff, `-` for what was and `+` for what is.
  package var diff: String { entries.flatMap(\.diff).joined(separator: "\n") }
}

extension SchemaDifference.Entry {
  fileprivate var diff: [String] {
    switch change {
    case .removed: whole("-")
    case .added: whole("+")
    case .renamed(let name):
      ["- \(object.description)", "+ \(object.kind.rawValue) \(name)"]
    case .reordered(let was, let now):
      ["  \(object.description)", "-   columns \(names(was))", "+   columns \(names(now))"]
    case .changed(let without, let with):
      ["  \(object.description)"] + lines("-", without) + lines("+", with)
    }
  }

  private func names(_ columns: [String]) -> String {
    columns.map(object.ownName).joined(separator: ", ")
  }

  /// The object and what came or went with it.
  private func whole(_ sign: String) -> [String] {
    ["\(sign) \(object.description)"] + lines(sign, object.withoutRank.facts)
      + parts.flatMap { part in
        let facts = part.withoutRank.facts.map(SchemaObject.parts).map { word, value in
          word == "definition" ? String(value) : factWords(word, value)
        }
        let title = "  \(part.kind.rawValue) \(object.ownName(of: part.name))"
        return signed(sign, ([title] + facts).joined(separator: ", "))
      }
  }

  private func lines(_ sign: String, _ facts: [String]) -> [String] {
    facts.map(SchemaObject.parts).flatMap { signed(sign, "  " + factWords($0.word, $0.value)) }
  }

  private func signed(_ sign: String, _ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(sign) \($0)" }
  }
}
