import GateModel
import Git
import Glibc

/// Merges the parents of a repository's merge commits with git and with the gate, and holds the results
/// against each other: the tree of a clean merge, the conflicting paths of any other. Prints each
/// difference and both times; false where there is a difference.
///
/// - Parameter count: how many merge commits, spread over all of them.
func parity(in folder: String, count: Int) -> Bool {
  let all = mergeCommits(in: folder)
  let wanted = min(count, all.count)
  let chosen = (0..<wanted).map { all[$0 * all.count / max(wanted, 1)] }
  var tally = ParityTally()
  do {
    var merger = try Merger(at: folder, writing: .memory)
    let (_, made) = output(of: ["mktemp", "-d"])
    let scratch = String(decoding: made.dropLast(), as: UTF8.self)
    defer { run(["rm", "-rf", scratch], in: "/") }
    let reference = MergeTree(folder, scratch: scratch)
    for (index, merge) in chosen.enumerated() {
      // What a Merger remembers grows with the history that it is shown.
      if index > 0, index.isMultiple(of: 2000) { merger = try Merger(at: folder, writing: .memory) }
      tally.add(try compare(merge, &merger, reference))
    }
  } catch {
    fail("\(error)")
  }
  print(tally.summary)
  return tally.differences == 0
}

/// A merge commit with two parents.
struct MergeCommit {
  var id: ObjectID
  var ours: ObjectID
  var theirs: ObjectID
}

private func mergeCommits(in folder: String) -> [MergeCommit] {
  let (_, bytes) = output(of: [
    "git", "-C", folder, "rev-list", "--all", "--min-parents=2", "--max-parents=2", "--parents",
  ])
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
    let ids = line.split(separator: " ").compactMap { ObjectID(String($0)) }
    return ids.count == 3 ? MergeCommit(id: ids[0], ours: ids[1], theirs: ids[2]) : nil
  }
}

/// What one merge came to, with both.
enum ParityResult {
  /// git cannot read what it would need, or the parents have nothing in common.
  case skipped
  /// git merges them, the gate does not.
  case failed
  case merged(merge: Merge, difference: String?, isIdentical: Bool, own: Double, git: Double)
}

private func compare(
  _ commit: MergeCommit, _ merger: inout Merger, _ reference: MergeTree
) throws -> ParityResult {
  let clock = ContinuousClock()
  let (expected, git) = reference.merge(commit.ours, commit.theirs)
  guard let expected else { return .skipped }
  let start = clock.now
  let merge: Merge
  do {
    merge = try merger.merge(commit.ours, commit.theirs)
  } catch {
    print("DIFFERS \(commit.id) \(commit.ours) \(commit.theirs): \(error)")
    return .failed
  }
  let own = (clock.now - start) / .milliseconds(1)
  let found = MergeTree.Answer(merge)
  let difference = found.difference(from: expected)
  if let difference {
    print("DIFFERS \(commit.id) \(commit.ours) \(commit.theirs): \(difference)")
  } else if found != expected {
    print("NEARLY \(commit.id) \(commit.ours) \(commit.theirs): \(found.detail(from: expected))")
  }
  return .merged(
    merge: merge, difference: difference, isIdentical: found == expected, own: own, git: git)
}

/// How many merges of which kind there were.
struct ParityTally {
  var merges = 0
  var skipped = 0
  var differences = 0
  var identical = 0
  var conflicted = 0
  var renamed = 0
  var crissCross = 0
  var own = 0.0
  var git = 0.0

  mutating func add(_ result: ParityResult) {
    guard case .merged(let merge, let difference, let isIdentical, let own, let git) = result else {
      if case .failed = result {
        merges += 1
        differences += 1
      } else {
        skipped += 1
      }
      return
    }
    merges += 1
    differences += difference == nil ? 0 : 1
    identical += isIdentical ? 1 : 0
    conflicted += merge.isClean ? 0 : 1
    renamed += merge.renameCount > 0 ? 1 : 0
    crissCross += merge.bases.count > 1 ? 1 : 0
    self.own += own
    self.git += git
  }

  var summary: String {
    """
    \(merges) merges: \(merges - differences) agree, \(differences) differ (\(skipped) skipped: git \
    cannot make them); \(identical) are the same in every byte and stage
    \(conflicted) conflict, \(renamed) with renames, \(crissCross) with several merge bases
    gate \(Int(own)) ms, git \(Int(git)) ms, ratio \(shown(git > 0 ? own / git : 0))
    """
  }
}
