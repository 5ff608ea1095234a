internal import GateModel

extension Fallback {
  /// `${NEW:-$OLD}` and its like in one line of shell: a variable with exactly another one as its
  /// default. `${A:-$B/x}` makes something new of the other, and `${1:-$A}` is an argument.
  ///
  /// - Parameters:
  ///   - isQuoting: single quotes and comments are the shell's own; in YAML they are not.
  ///   - constants: variables that the file itself sets, so that they are no settings.
  static func inShell(
    _ line: Hunk.Line, isQuoting: Bool = true, constants: Set<String> = []
  ) -> [Fallback] {
    guard line.text.utf8.contains(UInt8(ascii: "$")) else { return [] }
    let text = Array(line.text.utf8)
    var found: [Fallback] = []
    var index = 0
    var isDouble = false
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "\""): isDouble.toggle()
      case UInt8(ascii: "'") where isQuoting && !isDouble:
        guard let end = text[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) else { return found }
        index = end
      case UInt8(ascii: "#")
      where !(isDouble && isQuoting) && (index == 0 || text[index - 1] <= 0x20):
        return found
      case UInt8(ascii: "$") where index + 1 < text.count && text[index + 1] == UInt8(ascii: "{"):
        var scan = ShellScan(text: text, index: index + 2)
        if let key = scan.name(), scan.takesDefault(), let other = scan.variable(),
          !isConventional(key, other), !constants.contains(other)
        {
          found.append(Fallback(key: key, oldKey: other, lines: line.number...line.number))
        }
        index += 1
      default: break
      }
      index += 1
    }
    return found
  }

  /// The variables that a script sets from something other than themselves.
  static func shellConstants(in text: String) -> Set<String> {
    var names: Set<String> = []
    for line in text.lines {
      guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let words = line[..<equals].split(separator: " ", maxSplits: 8)
      guard let name = words.last, line[..<equals].last != " ", name.isPlainKey,
        words.dropLast().allSatisfy({
          ["export", "readonly", "local", "declare", "typeset"].contains($0) || $0.first == "-"
        })
      else { continue }
      let value = line[equals...]
      if !value.contains("$" + name), !value.contains("${" + name) { names.insert(String(name)) }
    }
    return names
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
    if isBraced {
      if take(":") || take("-") || take("=") { return name }
      guard take("}") else { return nil }
    }
    if isQuoted { _ = take("\"") }
    return take("}") ? name : nil
  }
}
