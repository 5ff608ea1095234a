package import GateModel

/// Why it cannot be said which branch a lane has, and what to do: each command says how it takes a name.
package struct LaneDoubt: Sendable, Hashable {
  /// Whose branch is not known.
  package var lane: LaneID
  /// What is in the way.
  package var kind: Kind

  /// What can be in the way.
  package enum Kind: Sendable, Hashable {
    /// The lane's file says nothing of branches.
    case noPattern
    /// No branch fits.
    case none(Glob)
    /// Two of one name, each with commits that the other has not.
    case parted([String])
    /// Several that the base has not.
    case several([String])
  }

  /// Makes a doubt about a lane.
  package init(lane: LaneID, kind: Kind) {
    self.lane = lane
    self.kind = kind
  }

  /// A sentence without its point.
  package var reason: String {
    switch kind {
    case .noPattern: "its file has no `branch:`"
    case .none(let pattern): "there is no branch `\(pattern)`"
    case .parted(let names):
      "\(listed(names, " and ")) each have commits that the other has not"
    case .several(let names): "it has several branches, \(listed(names, ", "))"
    }
  }

  /// What to do, for a command that takes the lane and its branch after these words.
  package func advice(for command: String = LaneDoubt.option) -> String {
    switch kind {
    case .noPattern: "add one, or name its branch: \(command) \(choice)"
    case .parted: "bring them together, or name one: \(command) \(choice)"
    case .several: "name one: \(command) \(choice)"
    case .none(let pattern):
      command == LaneDoubt.option
        ? "start it with `gate lanes start \(pattern.firstBranch == nil ? choice : "\(lane)")`, or "
          + "leave the lane out with --lanes"
        : "name one: gate lanes start \(choice)"
    }
  }

  /// How `gate wave` and `gate conflicts` take it.
  package static let option = "--lanes"

  /// Both, for a report.
  var words: String { "\(reason); \(advice())" }

  /// The lane with a branch to take, or the beginning of one.
  private var choice: String {
    switch kind {
    case .noPattern: "\(lane)=…"
    case .none(let pattern):
      "\(lane)=\(pattern.description.prefix { !Glob.wildcards.contains($0) })…"
    case .parted(let names), .several(let names): "\(lane)=\(names.first ?? "…")"
    }
  }

  private func listed(_ names: [String], _ between: String) -> String {
    names.map { "`\($0)`" }.joined(separator: between)
  }
}

extension Glob {
  fileprivate static let wildcards = "*?["

  /// The branch that a lane with this pattern begins with: the pattern itself, or all but one `*` at its end,
  /// as `lane/b*` means `lane/b` and what follows it. Nil where that is no name.
  var firstBranch: String? {
    let text = description
    let name = text.hasSuffix("*") ? text.dropLast() : text[...]
    guard !name.isEmpty, !name.hasSuffix("/"), !name.contains(where: Glob.wildcards.contains)
    else { return nil }
    return String(name)
  }
}
