extension SchemaDifference.Entry {
  /// What differs, in words: `column shop.orders.total: default 0 is missing`.
  package var sentence: String {
    switch change {
    case .removed: "\(object.description) is missing"
    case .added: "\(object.description) is still there"
    case .renamed(let name): "\(object.description) is called \(name)"
    case .reordered(let was, let now):
      "\(object.description): the columns are in another order: "
        + moved(was, now).joined(separator: ", ") + " moved"
    case .changed(let without, let with):
      "\(object.description): " + changes(without, with).joined(separator: "; ")
    }
  }

  private func changes(_ without: [String], _ with: [String]) -> [String] {
    var new = with.map(SchemaObject.parts)
    var sentences: [String] = []
    for (word, value) in without.map(SchemaObject.parts) {
      if let index = new.firstIndex(where: { $0.word == word }) {
        let now = new.remove(at: index).value
        let isLong = value.count + now.count > 160 || value.contains("\n")
        sentences.append(
          isLong ? "another \(words(word, ""))" : "\(words(word, now)) instead of \(value)")
      } else {
        sentences.append("\(words(word, value)) is missing")
      }
    }
    return sentences + new.map { "\(words($0.word, $0.value)) is still there" }
  }

  /// Columns without which the others are in the same order.
  private func moved(_ was: [String], _ now: [String]) -> [String] {
    let steps = now.difference(from: was).insertions
    return steps.compactMap { step in
      guard case .insert(_, let name, _) = step else { return nil }
      return columnName(name)
    }
  }

  /// Without the table in front.
  private func columnName(_ name: String) -> String {
    String(name.dropFirst(object.name.count + 1))
  }

  /// As lines of a diff, `-` for what was and `+` for what is.
  package var diff: [String] {
    switch change {
    case .removed: lines("-", object.description, object.withoutRank.facts)
    case .added: lines("+", object.description, object.withoutRank.facts)
    case .renamed(let name):
      ["- \(object.description)", "+ \(object.kind.rawValue) \(name)"]
    case .reordered(let was, let now):
      ["  \(object.description)", "-   columns \(names(was))", "+   columns \(names(now))"]
    case .changed(let without, let with):
      ["  \(object.description)"] + lines("-", nil, without) + lines("+", nil, with)
    }
  }

  private func names(_ columns: [String]) -> String {
    columns.map(columnName).joined(separator: ", ")
  }

  private func lines(_ sign: String, _ title: String?, _ facts: [String]) -> [String] {
    let texts = facts.map { fact in
      let (word, value) = SchemaObject.parts(of: fact)
      return "  " + words(word, value)
    }
    return ([title].compactMap { $0 } + texts).flatMap { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(sign) \($0)" }
    }
  }

  private func words(_ word: Substring, _ value: Substring) -> String {
    let word = String(word).replacing("-", with: " ")
    return value.isEmpty ? word : "\(word) \(value)"
  }
}

extension SchemaDifference {
  /// Every entry as a sentence.
  package var sentences: [String] { entries.map(\.sentence) }

  /// All of it as a diff.
  package var diff: String { entries.flatMap(\.diff).joined(separator: "\n") }
}
