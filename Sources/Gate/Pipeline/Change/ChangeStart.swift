internal import GateModel
internal import Git

/// Where a change begins: the merge base. Where there are several, since each side has merged some of the
/// other, none of them tells what the change does: then it is what a merge would bring to the base.
struct ChangeStart {
  let commit: ObjectID
  let tree: ObjectID
  /// The tree that a merge makes, where that is judged; nil where the head is.
  let merged: ObjectID?
  let notes: [String]

  init(
    of head: ObjectID, on base: ObjectID, named name: String, _ request: ChangeRequest,
    _ repository: borrowing Repository
  ) throws {
    if let made = request.merged {
      (commit, tree, notes) = (base, try repository.tree(of: base), [])
      merged = try repository.tree(of: made)
      return
    }
    let bases = try repository.mergeBases(base, head)
    if bases.count == 1 {
      (commit, tree) = (bases[0], try repository.tree(of: bases[0]))
      (merged, notes) = (nil, [])
      return
    }
    let sentence = "\(name) and the change have each merged some of the other"
    let hint = "merge \(name) into it: then they part in one place"
    guard request.mode == .commits else {
      throw JudgementError("\(sentence): what is not committed cannot be told apart", hint: hint)
    }
    guard let made = try repository.merged(base, with: [head]) else {
      throw JudgementError("\(sentence), and they conflict", hint: hint)
    }
    (commit, tree) = (base, try repository.tree(of: base))
    merged = try repository.tree(of: made)
    notes = ["\(sentence.capitalizedFirst): what a merge would change is judged."]
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
