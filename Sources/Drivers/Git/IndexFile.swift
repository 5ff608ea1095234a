/// git's index, read as bytes. Source: git, Documentation/gitformat-index.txt, versions 2 and 3.
struct IndexFile {
  private let bytes: [UInt8]
  private let count: Int

  /// Nil where there is no index, or one of another version (4 compresses its paths): then nothing is
  /// known about uncommitted work.
  init?(at path: String) {
    guard let file = FileOnDisk.readWhole(path), file.count > 32,
      file.prefix(4).elementsEqual("DIRC".utf8)
    else { return nil }
    bytes = file
    let version = IndexFile.number(bytes, 4)
    guard version == 2 || version == 3 else { return nil }
    count = Int(IndexFile.number(bytes, 8))
  }

  /// What git remembers of a file.
  struct Entry {
    var seconds: UInt32
    var nanoseconds: UInt32
    var size: UInt32
    var id: ArraySlice<UInt8>
    var path: ArraySlice<UInt8>

    /// The path ends in a NUL in the index, as C wants it.
    func withPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
      let terminated = path.map { CChar(bitPattern: $0) } + [0]
      return unsafe terminated.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { preconditionFailure("it holds the NUL") }
        return unsafe body(start)
      }
    }
  }

  /// Every regular file and link, in order, until the closure answers false. Submodules and files that
  /// a sparse checkout leaves out are passed over.
  func forEach(_ take: (Entry) -> Bool) {
    var offset = 12
    for _ in 0..<count {
      guard offset + 62 < bytes.count else { return }
      let flags = UInt16(bytes[offset + 60]) << 8 | UInt16(bytes[offset + 61])
      let isExtended = flags & 0x4000 != 0
      let start = offset + (isExtended ? 64 : 62)
      guard let end = bytes[start...].firstIndex(of: 0) else { return }
      let isSkipped = isExtended && bytes[offset + 62] & 0x40 != 0
      let kind = IndexFile.number(bytes, offset + 24) >> 12
      if !isSkipped, kind == 0o10 || kind == 0o12 {
        let entry = Entry(
          seconds: IndexFile.number(bytes, offset + 8),
          nanoseconds: IndexFile.number(bytes, offset + 12),
          size: IndexFile.number(bytes, offset + 36), id: bytes[(offset + 40)..<(offset + 60)],
          path: bytes[start..<end])
        if !take(entry) { return }
      }
      offset += (end - offset + 8) / 8 * 8
    }
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
      | UInt32(bytes[at + 3])
  }
}
