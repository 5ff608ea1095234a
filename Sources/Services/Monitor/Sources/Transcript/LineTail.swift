/// The lines of a file that grows, as they are completed; of a line that is too long only that there was
/// one.
struct LineTail: Sendable, Hashable {
  /// Where the next read begins.
  private(set) var offset: Int
  /// How many lines were too long.
  private(set) var skipped = 0
  private var partial: [UInt8] = []
  private var isSkipping: Bool
  /// Whether what is passed over began before the first byte: it counts for nothing.
  private var isRest: Bool

  /// - Parameters:
  ///   - offset: where to begin.
  ///   - isWithin: whether a line may have begun before: the rest of it is no line.
  init(at offset: Int = 0, isWithin: Bool = false) {
    (self.offset, isSkipping, isRest) = (offset, isWithin, isWithin)
  }

  /// Takes what follows in the file; returns the lines that are complete now, without their ends.
  mutating func take(_ bytes: [UInt8], maximumLine: Int) -> [ArraySlice<UInt8>] {
    offset += bytes.count
    var lines: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      finish(rest[..<end], into: &lines, maximumLine)
      rest = rest[(end + 1)...]
    }
    if isSkipping || partial.count + rest.count > maximumLine {
      (isSkipping, partial) = (true, [])
    } else {
      partial += rest
    }
    return lines
  }

  private mutating func finish(
    _ end: ArraySlice<UInt8>, into lines: inout [ArraySlice<UInt8>], _ maximumLine: Int
  ) {
    defer { (partial, isSkipping, isRest) = ([], false, false) }
    if isRest { return }
    if isSkipping || partial.count + end.count > maximumLine {
      skipped += 1
    } else {
      let line = partial.isEmpty ? end : (partial + end)[...]
      if !line.isEmpty { lines.append(line) }
    }
  }
}
