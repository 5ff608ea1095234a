internal import GateModel

/// Reads the bytes of one side of a file; nil where there are none to compare.
typealias ContentReader = (RepoPath, ChangedFile.Entry) throws(GitError) -> [UInt8]?

extension Repository {
  /// Joins each deleted file with the added file that it became.
  ///
  /// First files with one and the same content, then those that are at least half alike: the file of
  /// the same name elsewhere first, then the most alike. As in git, the comparison of everything with
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
        try prints.similarity(source, target, content) >= 0.5
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
    var scores: [(score: Double, source: Int, target: Int)] = []
    for (j, target) in targets.enumerated() {
      for (i, source) in sources.enumerated() {
        let score = try prints.similarity(source, target, content)
        if score >= 0.5 { scores.append((score, i, j)) }
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
  private var known: [RepoPath: Fingerprint] = [:]

  mutating func similarity(
    _ source: ChangedFile, _ target: ChangedFile, _ content: ContentReader
  ) throws(GitError) -> Double {
    let old = try fingerprint(source.path, source.before, content)
    return old.similarity(to: try fingerprint(target.path, target.after, content))
  }

  private mutating func fingerprint(
    _ path: RepoPath, _ entry: ChangedFile.Entry?, _ content: ContentReader
  ) throws(GitError) -> Fingerprint {
    if let known = known[path] { return known }
    let bytes: [UInt8]? = if let entry { try content(path, entry) } else { nil }
    let made = Fingerprint(bytes)
    known[path] = made
    return made
  }
}

/// How much of a file's bytes stand in which lines: two files are alike as far as these agree.
///
/// Source: git's diffcore-delta, which counts bytes by chunk (a line, at most 64 bytes).
struct Fingerprint {
  /// Larger files are not compared: they are renames only when identical.
  static let maximumSize = 2 << 20

  private var bytesOfChunk: [UInt64: Int] = [:]
  private var size = 0

  /// Nil content (too large, missing) is like nothing.
  init(_ content: [UInt8]?) {
    guard let content else { return }
    size = content.count
    var (hash, length): (UInt64, Int) = (0xcbf2_9ce4_8422_2325, 0)
    for byte in content {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      length += 1
      if byte == 0x0A || length == 64 {
        bytesOfChunk[hash, default: 0] += length
        (hash, length) = (0xcbf2_9ce4_8422_2325, 0)
      }
    }
    if length > 0 { bytesOfChunk[hash, default: 0] += length }
  }

  /// From 0 to 1: the bytes both have, as a part of the larger file.
  func similarity(to other: Fingerprint) -> Double {
    let (small, large) = (min(size, other.size), max(size, other.size))
    guard large > 0, small * 2 >= large else { return 0 }
    var common = 0
    for (chunk, bytes) in bytesOfChunk { common += min(bytes, other.bytesOfChunk[chunk] ?? 0) }
    return Double(common) / Double(large)
  }
}
