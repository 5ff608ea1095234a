internal import CLibGit2

/// A tree object: its entries in git's order.
struct Tree {
  var items: [Item] = []
  /// Whether git would write the same bytes for these entries: old trees have modes like 100664.
  var isCanonical = true

  struct Item: Equatable {
    var name: Int32
    var version: Version
  }

  init() {}

  /// - Parameter items: in git's order.
  init(_ items: [Item]) { self.items = items }

  /// Format: `mode SP name NUL id`, repeated.
  init(parsing bytes: UnsafeRawBufferPointer, _ names: inout NameTable) throws(GitError) {
    items.reserveCapacity(bytes.count / 32)
    var index = 0
    while index < bytes.count {
      var mode: UInt32 = 0
      if unsafe bytes[index] == 0x30 { isCanonical = false }
      while index < bytes.count, unsafe bytes[index] != 0x20 {
        let digit = unsafe bytes[index]
        guard (0x30...0x37).contains(digit), mode < 0o10_000_000 else { throw Tree.malformed }
        mode = mode << 3 | UInt32(digit - 0x30)
        index += 1
      }
      let start = index + 1
      var end = start
      while end < bytes.count, unsafe bytes[end] != 0 {
        guard unsafe bytes[end] != 0x2F else { throw Tree.malformed }
        end += 1
      }
      guard end > start, end + 20 < bytes.count, mode != 0 else { throw Tree.malformed }
      let name = unsafe names.number(of: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      guard let address = bytes.baseAddress else { throw Tree.malformed }
      let version = unsafe Version(mode: Tree.canonical(mode), id: RawID(at: address + end + 1))
      if version.mode != mode { isCanonical = false }
      items.append(Item(name: name, version: version))
      index = end + 21
    }
  }

  func bytes(_ names: borrowing NameTable) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(items.count * 40)
    for item in items {
      bytes += Tree.digits(item.version.mode).utf8
      bytes += names[item.name]
      bytes.append(0)
      unsafe withUnsafeBytes(of: item.version.id.oid.id) { unsafe bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  func index(of name: Int32) -> Int? { items.firstIndex { $0.name == name } }

  /// What it has at a name; two entries of one name are damage, and the first counts.
  subscript(_ name: Int32) -> Version {
    index(of: name).map { items[$0].version } ?? .none
  }

  private static func digits(_ mode: UInt32) -> String {
    switch mode {
    case 0o100644: "100644 "
    case 0o100755: "100755 "
    case 0o040000: "40000 "
    default: String(mode, radix: 8) + " "
    }
  }

  /// As git reads modes: of a file only the owner's right to run it counts.
  private static func canonical(_ mode: UInt32) -> UInt32 {
    switch mode & 0o170000 {
    case 0o100000: mode & 0o100 != 0 ? 0o100755 : 0o100644
    case 0o120000: 0o120000
    case 0o040000: 0o040000
    default: 0o160000
    }
  }

  private static var malformed: GitError {
    GitError(.corrupt, "a tree object is malformed", hint: "`git fsck` says which")
  }
}
