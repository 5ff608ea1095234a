extension SchemaDifference {
  /// Every entry as a sentence about what a migration did: `drops column shop.orders.total`.
  package var news: [String] { entries.map { $0.sentence(.news) } }
}

extension SchemaDifference.Entry {
  /// What is not as it should be: `column shop.orders.total is missing`.
  package var complaint: String { sentence(.complaint) }

  fileprivate func sentence(_ tone: Tone) -> String {
    switch change {
    case .removed: tone.missing(object.description)
    case .added: tone.extra(object.description)
    case .renamed(let name): tone.renamed(object.description, name)
    case .reordered(let was, let now):
      "\(object.description): the columns are in another order: "
        + moved(was, now).joined(separator: ", ") + " moved"
    case .changed(let without, let with):
      "\(object.description): " + changes(without, with, tone).joined(separator: "; ")
    }
  }

  private func changes(_ without: [String], _ with: [String], _ tone: Tone) -> [String] {
    var new = with.map(SchemaObject.parts)
    var sentences: [String] = []
    for (word, value) in without.map(SchemaObject.parts) {
      if let index = new.firstIndex(where: { $0.word == word }) {
        let now = new.remove(at: index).value
        let isLong = value.count + now.count > 160 || value.contains("\n")
        sentences.append(
          isLong
            ? "another \(factWords(word, ""))" : "\(factWords(word, now)) instead of \(value)")
      } else {
        sentences.append(tone.missing(factWords(word, value)))
      }
    }
    return sentences + new.map { tone.extra(factWords($0.word, $0.value)) }
  }

  /// Columns without which the others are in the same order.
  private func moved(_ was: [String], _ now: [String]) -> [String] {
    let steps = now.difference(from: was).insertions
    return steps.compactMap { step in
      guard case .insert(_, let name, _) = step else { return nil }
      return object.ownName(of: name)
    }
  }
}

/// The same difference is a complaint about what undoes a migration, and news of one.
private enum Tone {
  case complaint, news

  func missing(_ what: String) -> String {
    switch self {
    case .complaint: "\(what) is missing"
    case .news: "drops \(what)"
    }
  }

  func extra(_ what: String) -> String {
    switch self {
    case .complaint: "\(what) is still there"
    case .news: "adds \(what)"
    }
  }

  func renamed(_ what: String, _ name: String) -> String {
    switch self {
    case .complaint: "\(what) is called \(name)"
    case .news: "renames \(what) to \(name)"
    }
  }
}

/// A fact as words: `not null`, `default 0`.
func factWords(_ word: Substring, _ value: Substring) -> String {
  let word = String(word).replacing("-", with: " ")
  return value.isEmpty ? word : "\(word) \(value)"
}

extension SchemaObject {
  /// A name of something that belongs to it, without its own in front.
  func ownName(of part: String) -> String {
    part.hasPrefix(name + ".") ? String(part.dropFirst(name.count + 1)) : part
  }
}
