/// Names one pane for as long as its server runs: `%7`.
package struct PaneID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// What stands after the `%`.
  package let number: UInt32

  /// Fails where the text is no such name.
  package init?(_ text: some StringProtocol) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "%"), (1...10).contains(digits.count),
      digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = UInt32(String(text.dropFirst()))
    else { return nil }
    self.number = number
  }

  /// As tmux writes it.
  package var description: String { "%\(number)" }

  /// The older one first.
  package static func < (a: PaneID, b: PaneID) -> Bool { a.number < b.number }
}
