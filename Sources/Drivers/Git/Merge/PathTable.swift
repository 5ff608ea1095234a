internal import GateModel

/// Every path that a merge met, once: a folder and a name in it. 0 is the root.
struct PathTable {
  private(set) var nodes = [Node(parent: -1, name: -1, hash: PathTable.emptyHash)]
  private var known: [UInt64: Int32] = [:]

  struct Node {
    var parent: Int32
    var name: Int32
    /// As git's maps hash the whole path: where candidates are equal, git's choice follows from it.
    var hash: UInt32
  }

  static let root: Int32 = 0
  private static let emptyHash: UInt32 = 0x811c_9dc5

  mutating func child(_ folder: Int32, _ name: Int32, _ names: borrowing NameTable) -> Int32 {
    let key = UInt64(UInt32(bitPattern: folder)) << 32 | UInt64(UInt32(bitPattern: name))
    if let path = known[key] { return path }
    var hash = nodes[Int(folder)].hash
    if folder != PathTable.root { hash = PathTable.hash(UInt8(ascii: "/"), after: hash) }
    for byte in names[name] { hash = PathTable.hash(byte, after: hash) }
    let path = Int32(nodes.count)
    nodes.append(Node(parent: folder, name: name, hash: hash))
    known[key] = path
    return path
  }

  func parent(_ path: Int32) -> Int32 { nodes[Int(path)].parent }
  func name(_ path: Int32) -> Int32 { nodes[Int(path)].name }
  func hash(_ path: Int32) -> UInt32 { nodes[Int(path)].hash }

  /// The names on the way from the root.
  func names(_ path: Int32) -> [Int32] {
    var (names, path) = ([Int32](), path)
    while path != PathTable.root {
      names.append(name(path))
      path = parent(path)
    }
    return names.reversed()
  }

  func bytes(_ path: Int32, _ names: borrowing NameTable) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, name) in self.names(path).enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "/")) }
      bytes += names[name]
    }
    return bytes
  }

  /// The hash of a path that is in no tree: `/`, which stands for "not known".
  static let slashHash = hash(UInt8(ascii: "/"), after: emptyHash)

  /// FNV-1.
  private static func hash(_ byte: UInt8, after hash: UInt32) -> UInt32 {
    (hash &* 0x0100_0193) ^ UInt32(byte)
  }
}
