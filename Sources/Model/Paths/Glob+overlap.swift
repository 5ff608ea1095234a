extension Glob {
  /// A path for which both patterns hold, if there is one; whether it exists does not matter.
  ///
  /// Walks both patterns side by side, component by component; `**` takes any number of the other's.
  package func overlap(with other: Glob) -> RepoPath? {
    var search = OverlapSearch(a: Steps(self), b: Steps(other))
    return search.names(0, 0).map { RepoPath($0.joined(separator: "/")) }
  }

  /// A pattern's components, where `**` at the end stands for "and everything below".
  fileprivate struct Steps {
    var components: [Component]
    /// Whether it may also end before the closing `**`.
    var mayEndEarly: Bool

    init(_ glob: Glob) {
      components = glob.components
      mayEndEarly = glob.matchesItself
      if glob.matchesBelow { components.append(.anyDepth) }
    }
  }

  fileprivate struct OverlapSearch {
    let a: Steps
    let b: Steps
    private var dead: Set<[Int]> = []

    init(a: Steps, b: Steps) {
      self.a = a
      self.b = b
    }

    /// The names of a path that both patterns spell from these positions on; `aRan` and `bRan` say
    /// that the closing `**` has taken at least one component.
    mutating func names(_ i: Int, _ j: Int, aRan: Bool = false, bRan: Bool = false) -> [String]? {
      if isEnd(a, i, ran: aRan), isEnd(b, j, ran: bRan) { return [] }
      let state = [i, j, aRan ? 1 : 0, bRan ? 1 : 0]
      guard !dead.contains(state) else { return nil }
      dead.insert(state)
      for (x, nextI, ranA) in moves(a, i, ran: aRan) {
        for (y, nextJ, ranB) in moves(b, j, ran: bRan) {
          guard let name = Glob.commonName(x, y),
            let rest = names(nextI, nextJ, aRan: ranA, bRan: ranB)
          else { continue }
          return [name] + rest
        }
      }
      return nil
    }

    private func isEnd(_ steps: Steps, _ index: Int, ran: Bool) -> Bool {
      let count = steps.components.count
      if index == count { return true }
      guard index == count - 1, steps.components[index] == .anyDepth else { return false }
      return ran || steps.mayEndEarly
    }

    /// The components that can take the next name, and where each leads.
    private func moves(_ steps: Steps, _ index: Int, ran: Bool) -> [(Component, Int, Bool)] {
      guard index < steps.components.count else { return [] }
      let component = steps.components[index]
      guard component == .anyDepth else { return [(component, index + 1, false)] }
      return moves(steps, index + 1, ran: false) + [(.anyDepth, index, true)]
    }
  }

  /// A name that both components match.
  fileprivate static func commonName(_ a: Component, _ b: Component) -> String? {
    switch (a, b) {
    case (.anyDepth, .anyDepth): return "x"
    case (.literal(let name), let other), (let other, .literal(let name)):
      return other.matches(name) ? String(decoding: name, as: UTF8.self) : nil
    case (.wildcard(let tokens), .anyDepth), (.anyDepth, .wildcard(let tokens)):
      return example(tokens)
    case (.wildcard(let x), .wildcard(let y)): return commonName(x[...], y[...])
    }
  }

  private static func example(_ tokens: [Token]) -> String {
    let bytes = tokens.map { token -> UInt8 in
      if case .byte(let byte) = token { byte } else { UInt8(ascii: "x") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func commonName(_ x: ArraySlice<Token>, _ y: ArraySlice<Token>) -> String? {
    var dead: Set<[Int]> = []
    func search(_ i: Int, _ j: Int) -> [UInt8]? {
      if i == x.endIndex, j == y.endIndex { return [] }
      guard dead.insert([i, j]).inserted else { return nil }
      if i < x.endIndex, x[i] == .anyRun, let rest = search(i + 1, j) { return rest }
      if j < y.endIndex, y[j] == .anyRun, let rest = search(i, j + 1) { return rest }
      guard i < x.endIndex, j < y.endIndex else { return nil }
      let nextI = x[i] == .anyRun ? i : i + 1
      let nextJ = y[j] == .anyRun ? j : j + 1
      switch (x[i], y[j]) {
      case (.byte(let p), .byte(let q)):
        guard p == q else { return nil }
        return search(nextI, nextJ).map { [p] + $0 }
      case (.byte(let p), _), (_, .byte(let p)):
        return search(nextI, nextJ).map { [p] + $0 }
      case (.anyRun, .anyRun): return nil
      default: return search(nextI, nextJ).map { [UInt8(ascii: "x")] + $0 }
      }
    }
    guard let bytes = search(x.startIndex, y.startIndex) else { return nil }
    return bytes.isEmpty ? "x" : String(decoding: bytes, as: UTF8.self)
  }
}
