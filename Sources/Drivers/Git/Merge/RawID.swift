internal import CLibGit2
internal import GateModel

/// An object's id as a merge compares it thousands of times: 20 bytes in three words.
struct RawID: Hashable {
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt32 = 0

  /// All zero: no object.
  init() {}

  /// - Parameter bytes: 20 of them, anywhere in memory.
  init(at bytes: UnsafeRawPointer) {
    unsafe first = bytes.loadUnaligned(as: UInt64.self)
    unsafe second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    unsafe third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
  }

  private init(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { preconditionFailure("20 bytes are somewhere") }
    unsafe self.init(at: start)
  }

  init(_ oid: git_oid) {
    self = unsafe withUnsafeBytes(of: oid.id) { unsafe RawID($0) }
  }

  init(_ id: ObjectID) {
    self = unsafe id.bytes.withUnsafeBytes { unsafe RawID($0) }
  }

  var oid: git_oid {
    var oid = git_oid()
    unsafe withUnsafeMutableBytes(of: &oid.id) { bytes in
      unsafe bytes.storeBytes(of: first, as: UInt64.self)
      unsafe bytes.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
      unsafe bytes.storeBytes(of: third, toByteOffset: 16, as: UInt32.self)
    }
    return oid
  }

  var objectID: ObjectID { ObjectID(oid) }

  var isNull: Bool { self == RawID() }

  /// An id is a hash already.
  func hash(into hasher: inout Hasher) { hasher.combine(first) }

  /// The tree and the file with nothing in them.
  static let emptyTree = RawID(known("4b825dc642cb6eb9a060e54bf8d69288fbee4904"))
  static let emptyBlob = RawID(known("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"))
}

private func known(_ digits: String) -> ObjectID {
  guard let id = ObjectID(digits) else { preconditionFailure("40 digits are an id") }
  return id
}
