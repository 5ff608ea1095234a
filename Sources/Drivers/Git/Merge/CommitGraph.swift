internal import CLibGit2
internal import GateModel

/// The commits that were read so far, and where two of them part.
struct CommitGraph {
  private var nodes: [Node] = []
  private var known: [RawID: Int32] = [:]
  /// What a walk marked, to be unmarked.
  private var marked: [Int32] = []

  struct Node {
    /// Null for a virtual one.
    var id = RawID()
    var tree: RawID
    var date: UInt64
    var parents: [RawID]
    /// The parents as numbers, once they were asked for.
    fileprivate var numbers: [Int32]?
    fileprivate var mark: Mark = []
  }

  fileprivate struct Mark: OptionSet {
    var rawValue: UInt8
    static let first = Mark(rawValue: 1)
    static let second = Mark(rawValue: 2)
    static let stale = Mark(rawValue: 4)
    static let result = Mark(rawValue: 8)
    static let sides: Mark = [.first, .second]
  }

  mutating func number(of id: RawID, _ store: ObjectStore) throws(GitError) -> Int32 {
    if let known = known[id] { return known }
    let node = unsafe try store.read(id, GIT_OBJECT_COMMIT, "commit") { bytes throws(GitError) in
      guard let node = unsafe Node(parsing: bytes) else {
        throw GitError(
          .corrupt, "commit \(id.objectID.short) is malformed", hint: "`git fsck` says more")
      }
      return node
    }
    let number = Int32(nodes.count)
    nodes.append(node)
    nodes[Int(number)].id = id
    known[id] = number
    // Where a shallow clone ends, history begins.
    if store.shallow.contains(id) { nodes[Int(number)].numbers = [] }
    return number
  }

  /// A commit that is in no repository: the merge of two merge bases.
  mutating func virtual(tree: RawID, parents: [Int32]) -> Int32 {
    nodes.append(Node(tree: tree, date: 0, parents: [], numbers: parents))
    return Int32(nodes.count - 1)
  }

  func id(_ number: Int32) -> RawID { nodes[Int(number)].id }

  func tree(_ number: Int32) -> RawID { nodes[Int(number)].tree }

  /// The best common ancestors, the youngest first, in git's order.
  mutating func mergeBases(
    _ a: Int32, _ b: Int32, _ store: ObjectStore
  ) throws(GitError) -> [Int32] {
    if a == b { return [a] }
    var bases = try paint(a, [b], store).filter { !nodes[Int($0)].mark.contains(.stale) }
    unmark()
    if bases.count > 1 {
      bases = byDate(bases)
      bases = byDate(try independent(bases, store))
    }
    return bases
  }

  /// Those that no other one has in its history.
  private mutating func independent(
    _ commits: [Int32], _ store: ObjectStore
  ) throws(GitError) -> [Int32] {
    var redundant: Set<Int32> = []
    for commit in commits where !redundant.contains(commit) {
      let others = commits.filter { $0 != commit && !redundant.contains($0) }
      _ = try paint(commit, others, store)
      if nodes[Int(commit)].mark.contains(.second) { redundant.insert(commit) }
      redundant.formUnion(others.filter { nodes[Int($0)].mark.contains(.first) })
      unmark()
    }
    return commits.filter { !redundant.contains($0) }
  }

  /// Marks what is in the history of one, of the others, and of both, from the youngest down, until
  /// all that is left is in the history of something found.
  ///
  /// - Returns: what both have, in the order in which it was found; `stale` ones do not count.
  private mutating func paint(
    _ one: Int32, _ others: [Int32], _ store: ObjectStore
  ) throws(GitError) -> [Int32] {
    guard !others.isEmpty else { return [] }
    var (queue, found) = (DateQueue(), [Int32]())
    mark(one, .first)
    queue.put(one, nodes[Int(one)].date)
    for other in others {
      mark(other, .second)
      queue.put(other, nodes[Int(other)].date)
    }
    while queue.contains(where: { !nodes[Int($0)].mark.contains(.stale) }),
      let commit = queue.take()
    {
      var flags = nodes[Int(commit)].mark.intersection([.first, .second, .stale])
      if flags == .sides {
        if !nodes[Int(commit)].mark.contains(.result) {
          nodes[Int(commit)].mark.insert(.result)
          found.append(commit)
        }
        flags.insert(.stale)
      }
      for parent in try parents(of: commit, store) {
        if nodes[Int(parent)].mark.isSuperset(of: flags) { continue }
        mark(parent, flags)
        queue.put(parent, nodes[Int(parent)].date)
      }
    }
    return found
  }

  private mutating func parents(
    of commit: Int32, _ store: ObjectStore
  ) throws(GitError) -> [Int32] {
    if let numbers = nodes[Int(commit)].numbers { return numbers }
    var numbers: [Int32] = []
    for id in nodes[Int(commit)].parents { numbers.append(try number(of: id, store)) }
    nodes[Int(commit)].numbers = numbers
    return numbers
  }

  private mutating func mark(_ commit: Int32, _ flags: Mark) {
    if nodes[Int(commit)].mark.isEmpty { marked.append(commit) }
    nodes[Int(commit)].mark.formUnion(flags)
  }

  private mutating func unmark() {
    for commit in marked { nodes[Int(commit)].mark = [] }
    marked = []
  }

  /// The youngest first; of equal ones the first.
  private func byDate(_ commits: [Int32]) -> [Int32] {
    commits.enumerated().sorted {
      let (x, y) = (nodes[Int($0.element)].date, nodes[Int($1.element)].date)
      return x == y ? $0.offset < $1.offset : x > y
    }.map(\.element)
  }
}

extension CommitGraph.Node {
  /// Format: `tree ID`, `parent ID` lines, an `author` line, `committer NAME <MAIL> SECONDS ZONE`.
  fileprivate init?(parsing bytes: UnsafeRawBufferPointer) {
    var rest = unsafe bytes[...]
    func line() -> Slice<UnsafeRawBufferPointer>? {
      guard let end = unsafe rest.firstIndex(of: 0x0A) else { return nil }
      let line = unsafe rest[..<end]
      unsafe rest = rest[(end + 1)...]
      return unsafe line
    }
    func id(_ line: Slice<UnsafeRawBufferPointer>, after word: String) -> RawID? {
      guard unsafe line.starts(with: word.utf8) else { return nil }
      return unsafe ObjectID(String(decoding: line.dropFirst(word.utf8.count), as: UTF8.self))
        .map { RawID($0) }
    }
    guard let first = unsafe line(), let tree = unsafe id(first, after: "tree ") else {
      return nil
    }
    self.init(tree: tree, date: 0, parents: [])
    while let next = unsafe line(), unsafe !next.isEmpty {
      if let parent = unsafe id(next, after: "parent ") {
        parents.append(parent)
      } else if unsafe next.starts(with: "committer ".utf8) {
        let words = unsafe next.split(separator: 0x20)
        if unsafe words.count > 2 {
          date = unsafe UInt64(String(decoding: words[words.count - 2], as: UTF8.self)) ?? 0
        }
        break
      }
    }
  }
}
