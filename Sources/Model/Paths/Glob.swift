/// A path pattern, as in `.gitignore` but only with `**`, `*`, `?` and a trailing `/`.
///
/// - A pattern with a wildcard and without a slash, or with only a trailing one, holds at any depth
///   (`*.md`); any other is anchored at the repository's root (`gate.yml` is one file).
/// - `*` and `?` stay within a component; `**` is any number of components, and at the end of a
///   pattern everything below.
/// - A pattern that ends in a literal component also holds for everything below it; one that ends in
///   a wildcard does so only with a trailing `/` (as in CODEOWNERS: `docs/*` is not `docs/a/b`).
/// - `\` makes the next character literal. Brackets and braces are literal: `[id].tsx` is a file.
///   There is no `!`: a claim lists what it claims.
package struct Glob: Sendable, Hashable, CustomStringConvertible {
  /// As written.
  package let description: String
  let components: [Component]
  /// Holds for the path that the components spell.
  let matchesItself: Bool
  /// Holds for every path below the one that the components spell.
  let matchesBelow: Bool

  /// One part of a pattern between slashes.
  enum Component: Sendable, Hashable {
    case literal([UInt8])
    case wildcard([Token])
    case anyDepth
  }

  /// One step of a component with wildcards.
  enum Token: Sendable, Hashable {
    case byte(UInt8)
    case anyCharacter
    case anyRun
  }

  /// Why a text is no pattern: one sentence, without the pattern.
  package struct Problem: Error, Hashable {
    /// A clause without a closing point.
    package let message: String
  }

  /// Compiles a pattern; throws for one that is empty, excludes, leaves the repository or is over
  /// 4096 bytes.
  package init(_ pattern: some StringProtocol) throws(Problem) {
    description = String(pattern)
    var body = description.utf8[...]
    guard !body.isEmpty else { throw Problem(message: "a path pattern cannot be empty") }
    guard body.first != UInt8(ascii: "!") else {
      throw Problem(message: "a pattern cannot exclude; list what is meant instead")
    }
    guard body.count <= 4096 else { throw Problem(message: "a pattern has at most 4096 bytes") }
    let isAnchoredByStart = body.first == UInt8(ascii: "/")
    if isAnchoredByStart { body.removeFirst() }
    let isFolder = body.last == UInt8(ascii: "/")
    if isFolder { body.removeLast() }
    let hasWildcard = body.contains(UInt8(ascii: "*")) || body.contains(UInt8(ascii: "?"))
    let isAnchored = isAnchoredByStart || body.contains(UInt8(ascii: "/")) || !hasWildcard

    var parts: [Component] = []
    for part in body.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      let component = try Glob.component(part)
      if component == .anyDepth, parts.last == .anyDepth { continue }
      parts.append(component)
    }
    if !isAnchored, parts != [.anyDepth] { parts.insert(.anyDepth, at: 0) }

    switch parts.last {
    case .anyDepth:
      parts.removeLast()
      (matchesItself, matchesBelow) = (false, true)
    case .literal: (matchesItself, matchesBelow) = (!isFolder, true)
    case .wildcard: (matchesItself, matchesBelow) = (!isFolder, isFolder)
    case nil: throw Problem(message: "a path pattern cannot be empty")
    }
    components = parts
  }

  /// The one path that it stands for, where it has no wildcard and is anchored.
  package var literalPath: RepoPath? {
    var names: [String] = []
    for component in components {
      guard case .literal(let bytes) = component else { return nil }
      names.append(String(decoding: bytes, as: UTF8.self))
    }
    return names.isEmpty ? nil : RepoPath(names.joined(separator: "/"))
  }

  private static func component(_ part: Substring.UTF8View) throws(Problem) -> Component {
    if part.elementsEqual("**".utf8) { return .anyDepth }
    guard !part.isEmpty else {
      throw Problem(message: "a pattern has something between its slashes")
    }
    guard !part.elementsEqual(".".utf8), !part.elementsEqual("..".utf8) else {
      throw Problem(message: "patterns start at the repository's root, without `.` and `..`")
    }
    var tokens: [Token] = []
    var isEscaped = false
    for byte in part {
      switch byte {
      case _ where isEscaped:
        tokens.append(.byte(byte))
        isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "?"): tokens.append(.anyCharacter)
      case UInt8(ascii: "*"):
        if tokens.last != .anyRun { tokens.append(.anyRun) }
      default: tokens.append(.byte(byte))
      }
    }
    guard !isEscaped else { throw Problem(message: "a pattern cannot end in a single backslash") }
    var literal: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { return .wildcard(tokens) }
      literal.append(byte)
    }
    return .literal(literal)
  }
}

extension Glob.Component {
  /// Whether one component of a path, in bytes, is meant.
  func matches(_ name: some RandomAccessCollection<UInt8>) -> Bool {
    switch self {
    case .literal(let bytes): bytes.elementsEqual(name)
    case .anyDepth: true
    case .wildcard(let tokens): Glob.matches(tokens, Array(name))
    }
  }
}

extension Glob {
  /// Greedy matching that returns only to the last `*`: linear in practice, at worst the product of
  /// both lengths.
  static func matches(_ tokens: [Token], _ name: [UInt8]) -> Bool {
    var (token, index) = (0, 0)
    var retry: (token: Int, index: Int)?
    while index < name.count {
      if token < tokens.count {
        switch tokens[token] {
        case .anyRun:
          retry = (token + 1, index)
          token += 1
          continue
        case .anyCharacter:
          index = end(ofCharacterAt: index, in: name)
          token += 1
          continue
        case .byte(let byte) where byte == name[index]:
          index += 1
          token += 1
          continue
        case .byte: break
        }
      }
      guard let last = retry else { return false }
      retry = (last.token, last.index + 1)
      (token, index) = (last.token, last.index + 1)
    }
    return tokens[token...].allSatisfy { $0 == .anyRun }
  }

  private static func end(ofCharacterAt index: Int, in name: [UInt8]) -> Int {
    var end = index + 1
    while end < name.count, name[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
