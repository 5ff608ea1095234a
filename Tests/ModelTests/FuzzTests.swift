import TestSupport
import Testing

@testable import GateModel

@Test("fuzz: patterns hold for what their documentation says, alone and in a set")
func fuzzGlobs() {
  let seeds = [
    "src/**\nsrc/a/b.py", "*.md\ndocs/a.md", "a/**/b\na/x/y/b", "a*b?c/\naxxbyc/d", "**\na",
    "/a\na/b", "a\\*b\na*b", "**/*.md/**\na/b.md/c", "*/*/\na/b/c", "é?\néa", "docs/*\ndocs/a",
  ]
  let failures = Fuzz(seeds: seeds, words: ["**", "*", "?", "/", "\\", "a", "\n"]).failures {
    input in
    let lines = input.lines.map(String.init)
    guard lines.count >= 2 else { return nil }
    let path = RepoPath(lines[1])
    guard let glob = try? Glob(lines[0]) else { return nil }  // No pattern: a right answer.
    let set = GlobSet([glob])
    if set.contains(path) == set.indices(matching: path).isEmpty { return "contains and indices" }
    if lines[0].utf8.count < 60, path.utf8.count < 60,
      set.contains(path) != (NaiveGlob(lines[0])?.matches(lines[1]) ?? false)
    {
      return "the set says \(set.contains(path)) for \(path)"
    }
    let others = lines.dropFirst(2).prefix(20).compactMap { try? Glob($0) }
    for other in others where lines[0].utf8.count < 60 && other.description.utf8.count < 60 {
      guard let both = glob.overlap(with: other) else { continue }
      if GlobSet([glob, other]).indices(matching: both).count != 2 { return "overlap at \(both)" }
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}

/// The documentation of `Glob`, word by word, by trying everything.
private struct NaiveGlob {
  private var parts: [Substring]
  private let isFolder: Bool

  init?(_ pattern: String) {
    var text = pattern[...]
    let isRooted = text.hasPrefix("/")
    if isRooted { text.removeFirst() }
    isFolder = text.hasSuffix("/")
    if isFolder { text.removeLast() }
    parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let hasWildcard = text.contains { $0 == "*" || $0 == "?" }
    if !isRooted, parts.count == 1, hasWildcard { parts.insert("**", at: 0) }
  }

  func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/")
    guard !names.isEmpty, let last = parts.last else { return false }
    // Whole paths, and folders on the way for what holds below.
    if last == "**" {
      return (0..<names.count).contains { spells(parts.dropLast(), names.prefix($0)) }
    }
    let isLiteral = !last.replacing(/\\./, with: "").contains { $0 == "*" || $0 == "?" }
    let below = isFolder || isLiteral
    if !isFolder, spells(parts[...], names[...]) { return true }
    return below && (1..<names.count).contains { spells(parts[...], names.prefix($0)) }
  }

  /// After each part, how many names it and those before it can have taken.
  private func spells(_ parts: ArraySlice<Substring>, _ names: ArraySlice<Substring>) -> Bool {
    let names = Array(names)
    let taken = parts.reduce(Set([0])) { taken, part in
      if part == "**" { return taken.min().map { Set($0...names.count) } ?? [] }
      return Set(taken.filter { $0 < names.count && fits(part, names[$0]) }.map { $0 + 1 })
    }
    return taken.contains(names.count)
  }

  /// The same for the letters of one name.
  private func fits(_ part: Substring, _ name: Substring) -> Bool {
    let letters = Array(name.unicodeScalars)
    var taken: Set<Int> = [0]
    var signs = part.unicodeScalars.makeIterator()
    while let sign = signs.next() {
      if sign == "*" {
        taken = taken.min().map { Set($0...letters.count) } ?? []
        continue
      }
      let wanted = sign == "\\" ? signs.next() ?? sign : sign
      let isAny = sign == "?"
      taken = Set(
        taken.filter { $0 < letters.count && (isAny || letters[$0] == wanted) }.map { $0 + 1 })
    }
    return taken.contains(letters.count)
  }
}

@Test("fuzz: trailers have names, and regions neither cross nor lie outside of the file")
func fuzzTrailersAndRegions() {
  let seeds = [
    "title\n\nbody\n\nLane: B\nSigned-off-by: a <a@b>\n", "a\n\nLane: A\n continued\nRisk: none",
    "# gate:region a\nx\n# gate:end a\n// gate:region b\n// gate:end b", "\r\n\r\nA: b\r\n",
  ]
  let words = ["\n", ": ", "Lane: ", "gate:region a\n", "gate:end a\n", "Signed-off-by: x\n"]
  let failures = Fuzz(seeds: seeds, words: words).failures { input in
    if Trailers(message: input).all.contains(where: { $0.key.isEmpty }) { return "no name" }
    let lines = input.lines
    var last = 0
    for region in RegionMap(lines: lines).regions {
      if region.lines.lowerBound <= last || region.lines.upperBound > lines.count {
        return "region \(region)"
      }
      last = region.lines.upperBound
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
