/// Where the lines of a text begin. A line ends at a line feed; a carriage return before it belongs
/// to the end.
struct LineTable: Sendable, Hashable {
  /// The number of the first line.
  let first: Int
  private var starts: [Int] = [0]

  init(_ source: [UInt8], first: Int = 1) {
    self.first = first
    for (offset, byte) in source.enumerated() where byte == 0x0A { starts.append(offset + 1) }
  }

  func line(of offset: Int) -> Int { first + index(of: offset) }

  func start(ofLineAt offset: Int) -> Int { starts[index(of: offset)] }

  /// The line, and the column in characters from 1.
  func place(of offset: Int, in source: [UInt8]) -> (line: Int, column: Int) {
    let index = index(of: offset)
    let start = starts[index]
    let end = min(max(start, offset), source.count)
    return (first + index, 1 + source[start..<end].count { $0 & 0xC0 != 0x80 })
  }

  /// The bytes of a line, without its end; at most 200 characters.
  func text(ofLineAt offset: Int, in source: [UInt8]) -> String {
    let start = starts[index(of: offset)]
    let bytes = source[min(start, source.count)...].prefix { $0 != 0x0A && $0 != 0x0D }
    return String(String(decoding: bytes.prefix(1_000), as: UTF8.self).prefix(200))
  }

  /// The last start that is not behind the offset.
  private func index(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
