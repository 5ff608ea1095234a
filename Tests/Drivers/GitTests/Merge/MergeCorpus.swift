/// Small histories made at random, the same ones on every machine: few names and few texts, so that
/// renames, folders and collisions meet in one merge.
struct MergeCorpus {
  /// Case `n` is the branches `n/ours` and `n/theirs`.
  private(set) var history = SampleHistory()

  init(_ cases: Range<Int>) {
    for number in cases { add(number) }
  }

  private mutating func add(_ number: Int) {
    var random = Random(seed: UInt64(number))
    let base = SampleTree(&random)
    let root = history.commit(base, "\(number)/base", parents: [])
    var (ours, theirs) = (base.mutated(&random), base.mutated(&random))
    var (a, b) = (
      history.commit(ours, "\(number)/ours", parents: [root]),
      history.commit(theirs, "\(number)/theirs", parents: [root])
    )
    // Each takes the other in, in its own way: two merge bases.
    for _ in 0..<[0, 0, 0, 1, 2][random.next(5)] {
      let merged = (
        ours.mixed(with: theirs, &random).mutated(&random),
        theirs.mixed(with: ours, &random).mutated(&random)
      )
      (ours, theirs) = merged
      let (c, d) = (
        history.commit(ours, "\(number)/ours", parents: [a, b]),
        history.commit(theirs, "\(number)/theirs", parents: [b, a])
      )
      (a, b) = (c, d)
    }
  }
}

/// A tree by path.
struct SampleTree {
  private(set) var files: [String: File] = [:]

  struct File {
    var mode = "100644"
    var content: String
  }

  private static let folders = [
    "", "a/", "b/", "a/c/", "d/", "d/e/", "a-b/", "a/c/f/", "t/", "b/c/",
  ]
  private static let names = ["x", "y", "z", "w", "t", "t-1", "Makefile", "c", "a.b", "e"]

  init(_ files: [String: File]) { self.files = files }

  init(_ random: inout Random) {
    for _ in 0..<(3 + random.next(14)) {
      let path = SampleTree.path(&random)
      put(SampleTree.file(&random), at: path)
    }
  }

  private static func path(_ random: inout Random) -> String {
    folders[random.next(folders.count)] + names[random.next(names.count)]
  }

  private static func file(_ random: inout Random) -> File {
    switch random.next(24) {
    case 0: return File(mode: "120000", content: names[random.next(names.count)])
    case 1:
      return File(mode: "160000", content: String(repeating: "\(1 + random.next(5))", count: 40))
    case 2: return File(content: "bin\u{0}\(random.next(4))")
    case 3: return File(content: "")
    case 4, 5, 6, 7: return File(content: text(UInt64(random.next(4)), 8))
    case 8: return File(content: text(random.raw(), 12).replacing("\n", with: "\r\n"))
    case 9: return File(content: text(random.raw(), 5) + "no end")
    default: return File(content: text(random.raw(), 3 + random.next(25)))
    }
  }

  private static func text(_ seed: UInt64, _ lines: Int) -> String {
    var random = Random(seed: seed)
    return (0..<lines).map { _ in
      "line \(random.next(60)) of \(String(repeating: "x", count: random.next(30)))\n"
    }.joined()
  }

  /// A file takes the place of a folder, and a folder that of a file.
  private mutating func put(_ file: File, at path: String) {
    for other in files.keys where other.hasPrefix(path + "/") || path.hasPrefix(other + "/") {
      files[other] = nil
    }
    files[path] = file
  }

  func mixed(with other: SampleTree, _ random: inout Random) -> SampleTree {
    var mixed = self
    for path in other.files.keys.sorted() where random.next(2) == 0 {
      if let file = other.files[path] { mixed.put(file, at: path) }
    }
    return mixed
  }

  func mutated(_ random: inout Random) -> SampleTree {
    var tree = self
    for _ in 0..<(1 + random.next(6)) { tree.mutate(&random) }
    return tree
  }

  private mutating func mutate(_ random: inout Random) {
    let paths = files.keys.sorted()
    guard !paths.isEmpty else { return put(SampleTree.file(&random), at: "x") }
    let path = paths[random.next(paths.count)]
    guard var file = files[path] else { return }
    switch random.next(20) {
    case 0, 1, 2, 3, 4:
      edit(&file, 1 + random.next(2), &random)
      files[path] = file
    case 5:
      edit(&file, 8, &random)
      files[path] = file
    case 6, 7: files[path] = nil
    case 8, 9:
      files[path] = nil
      if random.next(2) == 0 { edit(&file, 1 + random.next(4), &random) }
      put(file, at: SampleTree.path(&random))
    case 10, 11, 12, 13: renameFolder(of: path, &random)
    case 14, 15, 16: put(SampleTree.file(&random), at: SampleTree.path(&random))
    case 17:
      if file.mode == "100644" {
        file.mode = "100755"
      } else if file.mode == "100755" {
        file.mode = "100644"
      }
      files[path] = file
    case 18: put(SampleTree.file(&random), at: path)
    default: put(SampleTree.file(&random), at: "\(path)/\(SampleTree.names[random.next(10)])")
    }
  }

  private mutating func renameFolder(of path: String, _ random: inout Random) {
    guard let slash = path.lastIndex(of: "/") else { return }
    let folder = String(path[...slash])
    let target = SampleTree.folders[random.next(SampleTree.folders.count)]
    let isWhole = random.next(3) > 0
    for old in files.keys.sorted() where old.hasPrefix(folder) {
      guard var file = files[old], isWhole || random.next(3) > 0 else { continue }
      files[old] = nil
      if random.next(3) == 0 { edit(&file, 1, &random) }
      put(file, at: target + old.dropFirst(folder.count))
    }
  }

  private func edit(_ file: inout File, _ times: Int, _ random: inout Random) {
    switch file.mode {
    case "160000": file.content = String(repeating: "\(1 + random.next(5))", count: 40)
    case "120000": file.content = SampleTree.names[random.next(10)]
    default:
      var lines = file.content.split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      for _ in 0..<times {
        let line = random.next(lines.count)
        switch random.next(3) {
        case 0: lines.insert("new \(random.next(5))", at: line)
        case 1 where lines.count > 1: lines.remove(at: line)
        default: lines[line] = "other \(random.next(5))"
        }
      }
      file.content = lines.joined(separator: "\n")
    }
  }
}

/// SplitMix64.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func raw() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func next(_ bound: Int) -> Int { Int(raw() % UInt64(bound)) }
}
