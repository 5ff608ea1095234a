internal import GateModel

extension Fallback {
  /// `${NEW:-$OLD}` and its like in one line of shell: a variable with exactly another one as its
  /// default. `${A:-$B/x}` makes something new of the other, and `${1:-$A}` is an argument.
  static func inShell(_ line: Hunk.Line) -> [Fallback] {
    let text = Array(line.text.utf8)
    guard text.first(where: { $0 != 0x20 && $0 != 0x09 }) != UInt8(ascii: "#") else { return [] }
    var found: [Fallback] = []
    var index = 0
    while index + 1 < text.count {
      guard text[index] == UInt8(ascii: "$"), text[index + 1] == UInt8(ascii: "{") else {
        index += 1
        continue
      }
      index += 2
      var scan = ShellScan(text: text, index: index)
      if let key = scan.name(), scan.takesDefault(), let other = scan.variable(), key != other {
        found.append(Fallback(key: key, oldKey: other, lines: line.number...line.number))
      }
    }
    return found
  }
}

private struct ShellScan {
  let text: [UInt8]
  var index: Int

  private var current: UInt8? { index < text.count ? text[index] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    guard let wanted = byte.asciiValue, current == wanted else { return false }
    index += 1
    return true
  }

  /// A name in capitals: others are variables of the script itself.
  mutating func name() -> String? {
    let start = index
    while let byte = current, byte.isLetterOrDigit || byte == UInt8(ascii: "_") { index += 1 }
    let name = text[start..<index]
    guard let first = name.first, !(0x30...0x39).contains(first),
      !name.contains(where: { (0x61...0x7A).contains($0) })
    else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// `:-`, `-`, `:=`, `=`
  mutating func takesDefault() -> Bool {
    _ = take(":")
    return take("-") || take("=")
  }

  /// `$OLD}`, `${OLD}}`, `"$OLD"}`, `${OLD:-…`, and with `$$` in a Makefile.
  mutating func variable() -> String? {
    let isQuoted = take("\"")
    guard take("$") else { return nil }
    _ = take("$")
    let isBraced = take("{")
    guard let name = name() else { return nil }
    if isBraced { return take("}") || take(":") || take("-") ? name : nil }
    if isQuoted { _ = take("\"") }
    return take("}") ? name : nil
  }
}
