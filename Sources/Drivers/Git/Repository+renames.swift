internal import GateModel

/// Reads the bytes of one side of a file; nil where there are none to compare.
typealias ContentReader = (RepoPath, ChangedFile.Entry) throws(GitError) -> [UInt8]?

extension Repository {
  /// Larger files are not compared for renames: they are renames only when identical.
  static let maximumComparedSize = 2 << 20

  /// Joins each deleted file with the added file that it became.
  ///
  /// First files with one and the same content, then the file of the same name elsewhere where three
  /// quarters of it are alike, then the most alike of those that are at least half alike. As in git, the comparison of everything with
  /// everything is left out where it would take more than `limit`² comparisons (`diff.renameLimit`),
  /// so that a change of 10,000 files stays fast; such files then count as deleted and added.
  func withRenames(
    _ files: [ChangedFile], limit: Int = 400, content: ContentReader
  ) throws(GitError) -> [ChangedFile] {
    var sources = files.filter { $0.status == .deleted && $0.before?.kind.isRegular == true }
    var targets = files.filter { $0.status == .added && $0.after?.kind.isRegular == true }
    guard !sources.isEmpty, !targets.isEmpty else { return files }
    var origin: [RepoPath: ChangedFile] = [:]

    func join(_ pairs: [(source: ChangedFile, target: ChangedFile)]) {
      for (source, target) in pairs { origin[target.path] = source }
      let (used, made) = (Set(pairs.map(\.source.path)), Set(pairs.map(\.target.path)))
      sources.removeAll { used.contains($0.path) }
      targets.removeAll { made.contains($0.path) }
    }

    join(identical(sources, targets))
    var prints = Fingerprints()
    join(try sameName(sources, targets, &prints, content))
    if sources.count * targets.count <= limit * limit {
      join(try mostAlike(sources, targets, &prints, content))
    }

    let gone = Set(origin.values.map(\.path))
    return files.compactMap { file in
      if file.status == .deleted, gone.contains(file.path) { return nil }
      guard file.status == .added, let source = origin[file.path] else { return file }
      return ChangedFile(
        path: file.path, oldPath: source.path, status: .renamed, before: source.before,
        after: file.after)
    }
  }

  private typealias Pair = (source: ChangedFile, target: ChangedFile)

  private func identical(_ sources: [ChangedFile], _ targets: [ChangedFile]) -> [Pair] {
    struct Key: Hashable {
      var content: ObjectID
      var name: String
    }
    var byName: [Key: [ChangedFile]] = [:]
    var byContent: [ObjectID: [ChangedFile]] = [:]
    for source in sources.reversed() {
      guard let id = source.before?.id else { continue }
      byName[Key(content: id, name: source.path.name), default: []].append(source)
      byContent[id, default: []].append(source)
    }
    var used: Set<RepoPath> = []
    var pairs: [Pair] = []
    var rest: [ChangedFile] = []
    for target in targets {
      guard let id = target.after?.id else { continue }
      if let source = byName[Key(content: id, name: target.path.name)]?.popLast() {
        used.insert(source.path)
        pairs.append((source, target))
      } else {
        rest.append(target)
      }
    }
    for target in rest {
      guard let id = target.after?.id else { continue }
      while let source = byContent[id]?.popLast() {
        guard used.insert(source.path).inserted else { continue }
        pairs.append((source, target))
        break
      }
    }
    return pairs
  }

  private func sameName(
    _ sources: [ChangedFile], _ targets: [ChangedFile], _ prints: inout Fingerprints,
    _ content: ContentReader
  ) throws(GitError) -> [Pair] {
    let (from, to) = (uniquelyNamed(sources), uniquelyNamed(targets))
    var pairs: [Pair] = []
    for target in targets {
      guard to[target.path.name] != nil, let source = from[target.path.name] ?? nil,
        try prints.score(source, target, atLeast: RenameSearch.minimumScoreOfSameName, content)
          >= RenameSearch.minimumScoreOfSameName
      else { continue }
      pairs.append((source, target))
    }
    return pairs
  }

  /// The files whose name no other file of the list has.
  private func uniquelyNamed(_ files: [ChangedFile]) -> [String: ChangedFile?] {
    Dictionary(files.map { ($0.path.name, $0) }, uniquingKeysWith: { _, _ in nil })
  }

  private func mostAlike(
    _ sources: [ChangedFile], _ targets: [ChangedFile], _ prints: inout Fingerprints,
    _ content: ContentReader
  ) throws(GitError) -> [Pair] {
    var scores: [(score: Int, source: Int, target: Int)] = []
    for (j, target) in targets.enumerated() {
      for (i, source) in sources.enumerated() {
        let minimum = RenameSearch.minimumScore
        let score = try prints.score(source, target, atLeast: minimum, content)
        if score >= minimum { scores.append((score, i, j)) }
      }
    }
    scores.sort { ($1.score, $0.target, $0.source) < ($0.score, $1.target, $1.source) }
    var (usedSources, usedTargets) = (Set<Int>(), Set<Int>())
    var pairs: [Pair] = []
    for (_, i, j) in scores where !usedSources.contains(i) && !usedTargets.contains(j) {
      usedSources.insert(i)
      usedTargets.insert(j)
      pairs.append((sources[i], targets[j]))
    }
    return pairs
  }
}

/// The fingerprints of the files that were compared so far.
private struct Fingerprints {
  private var known: [RepoPath: Fingerprint?] = [:]

  /// Of 60,000; what has no content (too large, missing) is like nothing.
  mutating func score(
    _ source: ChangedFile, _ target: ChangedFile, atLeast minimum: Int, _ content: ContentReader
  ) throws(GitError) -> Int {
    guard let old = try fingerprint(source.path, source.before, content),
      let new = try fingerprint(target.path, target.after, content)
    else { return 0 }
    return old.score(becoming: new, atLeast: minimum)
  }

  private mutating func fingerprint(
    _ path: RepoPath, _ entry: ChangedFile.Entry?, _ content: ContentReader
  ) throws(GitError) -> Fingerprint? {
    if let known = known[path] { return known }
    let bytes: [UInt8]? = if let entry { try content(path, entry) } else { nil }
    let made = bytes.map { Fingerprint($0, isText: !isBinary($0)) }
    known[path] = .some(made)
    return made
  }
}
