/// Many patterns compiled once, so that a path is walked once however many there are.
///
/// The patterns share a trie of components. A path is matched by walking it with the set of nodes
/// that its components so far have reached; patterns that begin alike cost one step together.
package struct GlobSet: Sendable {
  /// The patterns in the order given, which `indices(matching:)` refers to.
  package let globs: [Glob]
  private var nodes: [Node] = [Node()]

  private struct Node: Sendable {
    var literals: [[UInt8]: Int] = [:]
    var wildcards: [(component: Glob.Component, node: Int)] = []
    /// The node behind a `**`, which every component leads back to.
    var anyDepth: Int?
    var isAnyDepth = false
    /// Patterns that hold for the path that ends here.
    var here: [Int] = []
    /// Patterns that hold for every path that goes on from here.
    var below: [Int] = []
  }

  /// Compiles patterns together; without any, it contains no path.
  package init(_ globs: [Glob]) {
    self.globs = globs
    for (index, glob) in globs.enumerated() {
      var node = 0
      for component in glob.components { node = child(of: node, by: component) }
      if glob.matchesItself { nodes[node].here.append(index) }
      if glob.matchesBelow { nodes[node].below.append(index) }
    }
  }

  /// Whether it has no pattern.
  package var isEmpty: Bool { globs.isEmpty }

  /// Whether at least one pattern holds for a path.
  package func contains(_ path: RepoPath) -> Bool {
    var found = false
    walk(path) { _ in
      found = true
      return false
    }
    return found
  }

  /// The positions in `globs` of the patterns that hold for a path, in ascending order.
  package func indices(matching path: RepoPath) -> [Int] {
    var found: Set<Int> = []
    walk(path) {
      found.insert($0)
      return true
    }
    return found.sorted()
  }

  private mutating func child(of node: Int, by component: Glob.Component) -> Int {
    switch component {
    case .literal(let name):
      if let known = nodes[node].literals[name] { return known }
      nodes[node].literals[name] = nodes.count
    case .wildcard:
      if let known = nodes[node].wildcards.first(where: { $0.component == component }) {
        return known.node
      }
      nodes[node].wildcards.append((component, nodes.count))
    case .anyDepth:
      if let known = nodes[node].anyDepth { return known }
      nodes[node].anyDepth = nodes.count
    }
    nodes.append(Node(isAnyDepth: component == .anyDepth))
    return nodes.count - 1
  }

  /// Calls `match` with every pattern that holds, perhaps twice, until it answers false.
  private func walk(_ path: RepoPath, _ match: (Int) -> Bool) {
    var active = [0]
    add(nodes[0].anyDepth, to: &active)
    let names = path.utf8.split(separator: UInt8(ascii: "/"))
    for (depth, name) in names.enumerated() {
      let isLast = depth == names.count - 1
      let bytes = Array(name)
      var next: [Int] = []
      for index in active {
        let node = nodes[index]
        for pattern in node.below where !match(pattern) { return }
        if node.isAnyDepth { add(index, to: &next) }
        if !node.literals.isEmpty { reach(node.literals[bytes], &next) }
        for (component, target) in node.wildcards where component.matches(bytes) {
          reach(target, &next)
        }
      }
      active = next
      if isLast {
        for index in active {
          for pattern in nodes[index].here where !match(pattern) { return }
        }
      }
      if active.isEmpty { return }
    }
  }

  private func reach(_ node: Int?, _ active: inout [Int]) {
    guard let node else { return }
    add(node, to: &active)
    add(nodes[node].anyDepth, to: &active)
  }

  private func add(_ node: Int?, to active: inout [Int]) {
    if let node, !active.contains(node) { active.append(node) }
  }
}
