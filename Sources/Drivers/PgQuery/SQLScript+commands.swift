extension SQLScript {
  /// The lines at which the commands of an ALTER TABLE, or of an ALTER of anything like a table,
  /// begin: one for each element of its `cmds`. The tree has no places for them.
  package func linesOfCommands(of statement: SQLStatement) -> [Int] {
    let name = source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let start = statement.node["relation"]["location"].int + name
    guard statement.range.contains(start) else { return [statement.line] }
    var lines: [Int] = []
    var (depth, isAwaited, isBehindDot) = (0, false, true)
    for token in SQLScanner(source, in: start..<statement.range.upperBound) where !token.isComment {
      let byte = source[token.range.lowerBound]
      // The name in front of the first command: words with dots between them, and a star.
      if lines.isEmpty, !isAwaited {
        if byte == UInt8(ascii: ".") {
          isBehindDot = true
          continue
        }
        if isBehindDot || byte == UInt8(ascii: "*") {
          isBehindDot = false
          continue
        }
        isAwaited = true
      }
      if isAwaited { lines.append(line(at: token.range.lowerBound)) }
      isAwaited = false
      guard token.kind == .mark else { continue }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0: isAwaited = true
      default: break
      }
    }
    return lines
  }
}
