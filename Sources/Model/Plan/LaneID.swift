/// Names a lane: `A`, `data-layer`. One to 64 ASCII letters, digits, `-`, `_` or `.`, so that it is
/// safe in a branch name, a file name, a trailer and a report.
package struct LaneID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// As written; case counts.
  package let description: String

  /// Fails where the text is not a lane's name.
  package init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "."),
      bytes.first != UInt8(ascii: "-"),
      bytes.allSatisfy({ $0.isLetterOrDigit || "-_.".utf8.contains($0) })
    else { return nil }
    description = String(text)
  }

  /// In the order of bytes: capitals before small letters.
  package static func < (a: LaneID, b: LaneID) -> Bool {
    a.description.utf8.lexicographicallyPrecedes(b.description.utf8)
  }
}

extension UInt8 {
  /// An ASCII letter or digit.
  package var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
