/// How many bytes Postgres' scanner looks at more than once.
///
/// It is made by flex, which takes the longest match first and gives back what is too much: at every
/// beginning of a comment and of an operator it runs to the end of the characters that operators are
/// made of. Where these have no end, `/*/*/*/*…` or `++++…`, its time is the square of their number:
/// 50 kB took 1.6 seconds (measured).
struct SQLScanCost: Sendable {
  private(set) var bytes = 0
  /// Where the dearest token is.
  private(set) var dearest = 0
  private var largest = 0
  /// The end of the run that was looked at last.
  private var end = 0

  /// Tokens come in order.
  mutating func take(_ token: SQLToken, in text: [UInt8]) {
    let range = token.range
    switch token.kind {
    case .sign:
      // An operator may be cut into as many as it has characters.
      add(range.count * run(from: range.lowerBound, in: text), at: range.lowerBound)
    case .blockComment:
      var position = range.lowerBound
      while position + 1 < range.upperBound {
        if text[position] == UInt8(ascii: "/"), text[position + 1] == UInt8(ascii: "*") {
          add(run(from: position, in: text), at: position)
          position += 1
        }
        position += 1
      }
    default: break
    }
  }

  private mutating func add(_ cost: Int, at position: Int) {
    bytes += cost
    if cost > largest { (largest, dearest) = (cost, position) }
  }

  private mutating func run(from position: Int, in text: [UInt8]) -> Int {
    if position >= end {
      end = position
      while end < text.count, text[end].isSQLSign { end += 1 }
    }
    return end - position
  }
}
