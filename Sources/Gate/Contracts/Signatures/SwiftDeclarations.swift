internal import GateModel

/// The declarations of a Swift file that other modules can see: `public`, `open` and `package` ones, the
/// cases of such an enum and the demands of such a protocol.
///
/// A scanner, no compiler: the symbol graph of the toolchain needs the module built with all that it
/// imports, which the gate does not do. It reads what is written; what a macro or an extension's own access
/// level makes is not seen.
func swiftEntries(of bytes: [UInt8], in path: RepoPath) -> [Contract.Entry] {
  var scanner = SwiftScanner(String(decoding: bytes, as: UTF8.self))
  return scanner.declarations().map {
    Contract.Entry(
      name: "\(path): \($0.name)", definition: $0.definition,
      place: Contract.Place(path, line: $0.line))
  }
}

private struct SwiftScanner {
  struct Declaration {
    var name: String
    var definition: String
    var line: Int
  }

  /// What an open brace belongs to.
  private struct Scope {
    var name: String?
    /// Whether others see all that is in it: a protocol's demands, an enum's cases.
    var showsAll = false
    var showsCases = false
    /// Whether declarations are looked for in it: not in the body of a function.
    var isType = false
    /// Whether others see the type itself; of an extension that is not known.
    var isSeen = true
  }

  private var words: [SwiftWord]
  private var index = 0
  private var scopes: [Scope] = []
  private var found: [Declaration] = []

  init(_ text: String) {
    words = SwiftWords(text).all
  }

  mutating func declarations() -> [Declaration] {
    while index < words.count {
      switch words[index].text {
      case "{":
        scopes.append(Scope())
        index += 1
      case "}":
        _ = scopes.popLast()
        index += 1
      default:
        if scopes.allSatisfy(\.isType), let start = declaration() {
          read(from: start)
        } else {
          index += 1
        }
      }
    }
    return found
  }

  /// The index of the first modifier where a declaration begins here; the index of its keyword is then
  /// `index`.
  private mutating func declaration() -> Int? {
    var next = index
    while next < words.count, modifiers.contains(words[next].text) {
      next += 1
      // `private(set)`, `unowned(safe)`.
      if next < words.count, words[next].text == "(", next + 2 < words.count,
        words[next + 2].text == ")"
      {
        next += 3
      }
      // `class func` has two words of which the first could be a keyword.
      if next < words.count, words[next].text == "class", next + 1 < words.count,
        ["func", "var", "subscript"].contains(words[next + 1].text)
      {
        next += 1
      }
    }
    guard next < words.count, keywords.contains(words[next].text),
      index == 0 || words[index - 1].text != "."
    else { return nil }
    defer { index = next }
    return index
  }

  /// Reads a declaration up to its body or its end.
  private mutating func read(from start: Int) {
    let (keyword, line) = (words[index].text, words[start].line)
    let levels = words[start..<index].map(\.text)
    let isPublic = levels.contains { ["public", "open", "package"].contains($0) }
    let isHidden = levels.contains { ["private", "fileprivate", "internal"].contains($0) }
    let showsAll = scopes.last?.showsAll ?? false
    let showsCases = scopes.last?.showsCases ?? false
    let head = head()
    let name = name(keyword, head)
    let isSeen =
      scopes.allSatisfy(\.isSeen)
      && (isPublic || (!isHidden && (showsAll || (keyword == "case" && showsCases))))
    if isSeen, keyword != "extension" {
      let kept = levels.filter { $0 == "static" || $0 == "class" || $0 == "mutating" }
      let definition = SwiftWord.joined(kept.map { SwiftWord($0) } + head)
      let scope = scopes.compactMap(\.name).map { "\($0)." }.joined()
      found.append(Declaration(name: scope + name, definition: definition, line: line))
    }
    let isType = types.contains(keyword)
    guard index < words.count, words[index].text == "{" else { return }
    scopes.append(
      Scope(
        name: isType ? name : nil, showsAll: keyword == "protocol" && isSeen,
        showsCases: keyword == "enum" && isSeen, isType: isType,
        isSeen: isSeen || keyword == "extension"))
    index += 1
  }

  /// The words from the keyword to the body, the value or the end of the declaration.
  private mutating func head() -> [SwiftWord] {
    let start = index
    var depth = 0
    index += 1
    // An operator's name is marks, which are no brackets.
    if words[start].text == "func" {
      while index < words.count, words[index].isMark, words[index].text != "(" { index += 1 }
    }
    while index < words.count {
      let word = words[index]
      switch word.text {
      case "(", "[", "<": depth += 1
      case ")", "]", ">": depth -= 1
      case "{" where depth <= 0, "}" where depth <= 0, "=" where depth <= 0, ";" where depth <= 0:
        return Array(words[start..<index])
      default:
        if depth <= 0, word.isFirstInLine, !word.continues, !words[index - 1].isOpen {
          return Array(words[start..<index])
        }
      }
      index += 1
    }
    return Array(words[start...])
  }

  private func name(_ keyword: String, _ head: [SwiftWord]) -> String {
    switch keyword {
    case "init", "subscript", "deinit": return keyword
    case "extension":
      let type = head.dropFirst().prefix { ![":", "where"].contains($0.text) }
      return type.map(\.text).joined()
    case "func" where head.dropFirst().first?.isMark == true:
      return head.dropFirst().prefix { $0.isMark && $0.text != "(" }.map(\.text).joined()
    default: return head.dropFirst().first?.text ?? keyword
    }
  }
}

private let types: Set = ["struct", "class", "enum", "actor", "protocol", "extension"]

private let keywords =
  types.union(["func", "var", "let", "init", "subscript", "typealias", "case", "associatedtype"])

private let modifiers: Set = [
  "public", "open", "package", "internal", "fileprivate", "private", "static", "final", "mutating",
  "nonmutating", "override", "required", "convenience", "lazy", "weak", "unowned", "indirect",
  "nonisolated", "isolated", "consuming", "borrowing", "dynamic", "optional", "prefix", "postfix",
  "infix", "distributed",
]
