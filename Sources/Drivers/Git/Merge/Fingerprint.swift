/// How many bytes of a file stand in which lines: two files are alike as far as these agree.
///
/// git's own arithmetic, to the last byte: at 50 % a rename is one or is none. A piece is a line, or 64
/// bytes of it; what follows the last whole piece does not count. Source: git 2.39, diffcore-delta.
struct Fingerprint {
  /// The score of files that are alike in everything.
  static let maximumScore = 60_000

  /// By number.
  private var pieces: [Piece] = []
  let size: Int

  private struct Piece {
    var number: UInt32
    var bytes: UInt32
  }

  /// - Parameter isText: whether a carriage return at the end of a line is left out.
  init(_ content: [UInt8], isText: Bool) {
    size = content.count
    var bytesOfPiece: [UInt32: UInt32] = [:]
    bytesOfPiece.reserveCapacity(content.count / 32)
    unsafe content.withUnsafeBufferPointer { content in
      var (low, high, length) = (UInt32(0), UInt32(0), UInt32(0))
      for index in 0..<content.count {
        let byte = unsafe content[index]
        if byte == 0x0D, isText, index + 1 < content.count, unsafe content[index + 1] == 0x0A {
          continue
        }
        let old = low
        low = (low << 7) ^ (high >> 25)
        high = (high << 7) ^ (old >> 25)
        low &+= UInt32(byte)
        length += 1
        if length < 64, byte != 0x0A { continue }
        bytesOfPiece[(low &+ high &* 0x61) % 107_927, default: 0] += length
        (low, high, length) = (0, 0, 0)
      }
    }
    pieces = bytesOfPiece.map { Piece(number: $0.key, bytes: $0.value) }
      .sorted { $0.number < $1.number }
  }

  /// How much of `new` was here, of 60,000; files whose sizes alone rule out the minimum have 0.
  func score(becoming new: Fingerprint, atLeast minimum: Int) -> Int {
    guard Fingerprint.canReach(minimum, size, new.size), new.size > 0 else { return 0 }
    let copied = unsafe pieces.withUnsafeBufferPointer { old in
      unsafe new.pieces.withUnsafeBufferPointer { new in
        var (copied, i, j) = (0, 0, 0)
        while i < old.count, j < new.count {
          let (a, b) = unsafe (old[i], new[j])
          if a.number == b.number { copied += Int(min(a.bytes, b.bytes)) }
          if a.number <= b.number { i += 1 }
          if b.number <= a.number { j += 1 }
        }
        return copied
      }
    }
    return copied * Fingerprint.maximumScore / max(size, new.size)
  }

  /// Whether two files of these sizes can have the score.
  static func canReach(_ minimum: Int, _ a: Int, _ b: Int) -> Bool {
    max(a, b) * (maximumScore - minimum) >= (max(a, b) - min(a, b)) * maximumScore
  }
}
