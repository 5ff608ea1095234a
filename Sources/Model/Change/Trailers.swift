/// `Key: value` lines at the end of a commit message, as `git interpret-trailers --parse` reads them.
package struct Trailers: Sendable, Hashable {
  /// In the order of the message, keys as written; empty where there are none.
  package private(set) var all: [(key: String, value: String)] = []

  /// Reads the last paragraph of a message, where every line is a trailer or continues one, or at
  /// least a quarter are and one was written by git itself.
  package init(message: String) {
    var lines = message.lines.map { $0[...] }
    lines.removeAll { $0.hasPrefix("#") }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    guard let blank = lines.lastIndex(where: { $0.allSatisfy(\.isWhitespace) }) else { return }
    var found: [(key: String, value: String)] = []
    var others = 0
    for line in lines[lines.index(after: blank)...] {
      if line.first?.isWhitespace == true, !found.isEmpty {
        found[found.count - 1].value += " " + line.trimmed
      } else if let trailer = Trailers.parse(line) {
        found.append(trailer)
      } else {
        others += 1
      }
    }
    let isGits = found.contains { $0.key == "Signed-off-by" }
    if others == 0 || (isGits && found.count * 3 >= others) { all = found }
  }

  /// Every value of a key, in order; keys are compared without regard to case.
  package subscript(key: String) -> [String] {
    all.filter { $0.key.lowercased() == key.lowercased() }.map(\.value)
  }

  private static func parse(_ line: Substring) -> (key: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[..<colon].trimmed
    guard !key.isEmpty, key.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
    else { return nil }
    return (key, line[line.index(after: colon)...].trimmed)
  }

  /// Whether both have the same keys and values in the same order; case counts.
  package static func == (a: Trailers, b: Trailers) -> Bool {
    a.all.elementsEqual(b.all) { $0 == $1 }
  }

  /// Takes every key and value, in order.
  package func hash(into hasher: inout Hasher) {
    for (key, value) in all {
      hasher.combine(key)
      hasher.combine(value)
    }
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  package var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
