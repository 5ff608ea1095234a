import GateModel

/// `1..5`, `1..0 # SKIP no database`.
struct TAPPlan {
  let count: Int

  init?(_ text: Substring) {
    guard let rest = text.after("1.."), let count = leadingCount(rest) else { return nil }
    let tail = rest.utf8.drop { (0x30...0x39).contains($0) }
    guard tail.isEmpty || Substring(tail).stripped(of: " ").begins("#") else { return nil }
    self.count = count
  }
}

/// `not ok 2 - adds up # TODO later`.
struct TAPPoint {
  let number: Int?
  let name: String
  let status: TestCase.Status
  let reason: String

  init?(_ text: Substring) {
    let isOK = text.begins("ok")
    guard let rest = text.after("ok") ?? text.after("not ok"), rest.isEmpty || rest.begins(" ")
    else { return nil }
    var tail = rest.stripped(of: " ")
    number = leadingCount(tail)
    if number != nil { tail = Substring(tail.utf8.drop { (0x30...0x39).contains($0) }) }
    tail = tail.stripped(of: " ")
    tail = (tail.after("- ") ?? (tail == "-" ? "" : tail)).stripped(of: " ")
    let (description, directive) = TAPPoint.split(tail)
    name = description
    let word = directive.prefix(bytes: 4).lowercased()
    let isTodo = word == "todo"
    reason = String(isTodo || word == "skip" ? directive.dropFirst(4).stripped(of: " ") : "")
    // What fails in spite of being skipped has run.
    status = isTodo || (word == "skip" && isOK) ? .skipped : isOK ? .passed : .failed
  }

  /// The description without escapes, and what stands behind the first `#` that is not escaped.
  private static func split(_ text: Substring) -> (description: String, directive: Substring) {
    var description: [UInt8] = []
    var isEscaped = false
    var index = text.startIndex
    let utf8 = text.utf8
    while index < utf8.endIndex {
      let byte = utf8[index]
      index = utf8.index(after: index)
      if isEscaped {
        if byte != UInt8(ascii: "#"), byte != UInt8(ascii: "\\") {
          description.append(UInt8(ascii: "\\"))
        }
        description.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "#") {
        break
      } else {
        description.append(byte)
      }
      if index == utf8.endIndex { return (trimmed(description), "") }
    }
    return (trimmed(description), text[index...].stripped(of: " "))
  }

  private static func trimmed(_ bytes: [UInt8]) -> String {
    String(Substring(String(decoding: bytes, as: UTF8.self)).stripped(of: " "))
  }
}

/// The YAML below a test point, as far as it is needed: the values at its top.
struct TAPBlock {
  let indentation: Int
  private(set) var seconds: Double?
  private var key: Substring = ""
  private var whole = Excerpt()
  private var error = Excerpt()
  private var file: Substring?
  private var line: Int?
  private var location: Substring?

  init(indentation: Int) {
    self.indentation = indentation
  }

  mutating func add(_ raw: Substring) {
    let isTop = raw.indentation <= indentation
    let text = raw.stripped(of: " ")
    whole.add(raw.after(String(repeating: " ", count: min(raw.indentation, indentation))) ?? raw)
    guard isTop, let (name, rest) = text.cut(at: ":") else {
      if isError { error.add(text) }
      if key == "at", let (name, value) = text.cut(at: ":") { readPlace(name, value) }
      return
    }
    key = name
    let value = rest.stripped(of: " ")
    let isBlock = value.begins("|") || value.begins(">")
    if isError, !isBlock { error.add(unquoted(value)) }
    if name == "duration_ms" { seconds = GateSuites.seconds(value).map { $0 / 1000 } }
    readPlace(name, value)
  }

  private var isError: Bool { key == "error" || key == "message" }

  private mutating func readPlace(_ name: Substring, _ value: Substring) {
    switch name {
    case "file", "fileName", "at":
      let text = unquoted(value.stripped(of: " "))
      if !text.isEmpty { file = text }
    case "line", "lineNumber": line = leadingNumber(value.stripped(of: " "))
    case "location": location = unquoted(value)
    default: break
    }
  }

  private func unquoted(_ text: Substring) -> Substring {
    text.stripped(of: text.begins("\"") ? "\"" : "'")
  }

  var message: String { error.isEmpty ? whole.text : error.text }

  func place(_ checkout: CheckoutPaths) -> Place? {
    if let location, let place = checkout.place(ofCall: location) { return place }
    guard let file else { return nil }
    guard let line else { return checkout.place(ofCall: file) }
    return checkout.file(file).map { Place(path: $0, line: line) }
  }
}
