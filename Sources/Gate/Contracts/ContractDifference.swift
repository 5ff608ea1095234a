/// What became of an interface.
package struct ContractDifference: Sendable, Hashable {
  /// In the order of their names.
  package var added: [Contract.Entry]
  /// What is there no more, under this name.
  package var removed: [Contract.Entry]
  /// What is there under the same name with other definitions.
  package var changed: [Change]

  /// One name with other definitions.
  package struct Change: Sendable, Hashable {
    /// As it was.
    package var before: Contract.Entry
    /// As it is.
    package var after: Contract.Entry
  }

  /// Compares two states. Of a name with several definitions, each that is gone counts.
  package init(from old: Contract, to new: Contract) {
    (added, removed, changed) = ([], [], [])
    let before = Dictionary(grouping: old.entries, by: \.name)
    let after = Dictionary(grouping: new.entries, by: \.name)
    for name in Set(before.keys).union(after.keys).sorted() {
      let was = before[name] ?? []
      let now = after[name] ?? []
      let gone = was.filter { entry in !now.contains { $0.definition == entry.definition } }
      var fresh = now.filter { entry in !was.contains { $0.definition == entry.definition } }
      for entry in gone {
        if fresh.isEmpty {
          removed.append(entry)
        } else {
          changed.append(Change(before: entry, after: fresh.removeFirst()))
        }
      }
      added += fresh
    }
  }

  /// What whoever relies on the old state can no longer rely on.
  package var breaks: [Break] {
    removed.map { .removed($0) } + changed.filter { !$0.isHarmless }.map { .changed($0) }
  }

  /// Whether both states are the same.
  package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }

  /// One thing that somebody may miss.
  package enum Break: Sendable, Hashable {
    case removed(Contract.Entry)
    case changed(Change)
    /// A request that was understood now lacks something.
    case demanded(Contract.Entry)
  }
}

extension ContractDifference {
  /// The same, with what the new state demands of those who know the old one: a parameter or a property
  /// of a request that an operation did not need before.
  package func breaks(of frozen: Contract) -> [Break] {
    let names = Set(frozen.entries.map(\.name))
    let demands = added.filter { entry in
      guard entry.isDemand, let operation = entry.operation else { return false }
      return names.contains(operation)
    }
    return breaks + demands.map { .demanded($0) }
  }
}

extension Contract.Entry {
  /// What a request has to bring.
  fileprivate var isDemand: Bool { operation != nil && definition.hasSuffix(requiredSuffix) }

  /// For a part of a request, the operation.
  fileprivate var operation: String? {
    name.firstRange(of: requestArrow).map { String(name[..<$0.lowerBound]) }
  }
}

extension ContractDifference.Change {
  /// A request may ask for less, an answer may promise more.
  fileprivate var isHarmless: Bool {
    let (was, now) = (before.definition, after.definition)
    if before.name.contains(requestArrow) {
      let relaxed = was.hasSuffix(requiredSuffix) ? String(was.dropLast(requiredSuffix.count)) : was
      return now == relaxed || now == relaxed + orNull || now == was + orNull
        || now == relaxed.dropNull + orNull + requiredSuffix
    }
    return before.name.contains(answerArrow) && now + optionalSuffix == was
  }
}

extension String {
  fileprivate var dropNull: String { hasSuffix(orNull) ? String(dropLast(orNull.count)) : self }
}

/// In the names and definitions of an API.
let requestArrow = " <- "
let answerArrow = " -> "
let requiredSuffix = ", required"
let optionalSuffix = ", optional"
let orNull = " or null"
