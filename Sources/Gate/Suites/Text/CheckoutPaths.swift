package import GateModel

/// Turns the paths that tools write into paths of the repository. It looks at nothing but the text,
/// apart from `isFile`.
package struct CheckoutPaths: Sendable {
  /// Absolute folders without a closing slash, all names of the one checkout.
  private let roots: [String]
  private let isFile: @Sendable (RepoPath) -> Bool

  /// - Parameters:
  ///   - roots: the checkout's folder as it was asked for, and as it is without links.
  ///   - isFile: whether the checkout has a file there.
  package init(roots: [String], isFile: @escaping @Sendable (RepoPath) -> Bool) {
    self.roots = roots.map { String($0.trailingSlashless) }.filter { !$0.isEmpty }
    self.isFile = isFile
  }

  /// The path within the repository, from a relative path (of the checkout's folder) or an absolute
  /// one; nil where it leads outside. `.`, `..` and doubled slashes are resolved in the text.
  package func path(_ text: Substring) -> RepoPath? {
    guard (1...4096).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
    guard text.begins("/") else { return RepoPath(relative: text) }
    for root in roots {
      if let rest = text.after(root), rest.begins("/") { return RepoPath(relative: rest) }
    }
    return nil
  }

  /// The same from a URI: `file:` ones, and relative references. Percent signs are decoded.
  package func path(uri text: Substring) -> RepoPath? {
    guard text.utf8.count <= 12_288 else { return nil }
    if let rest = text.after("file://") {
      // What stands before the first slash is a host, empty or this one.
      guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
      return percentDecoded(rest[slash...]).flatMap { path($0[...]) }
    }
    if let rest = text.after("file:") { return percentDecoded(rest).flatMap { path($0[...]) } }
    let scheme = text.utf8.prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "+") }
    if scheme.count > 1, scheme.endIndex < text.utf8.endIndex,
      text.utf8[scheme.endIndex] == UInt8(ascii: ":")
    {
      return nil
    }
    return percentDecoded(text[...]).flatMap { path($0[...]) }
  }

  /// A path that is a file of the repository's own, not of a package installed into the checkout.
  func file(_ text: Substring) -> RepoPath? {
    let path = text.begins("file:") ? path(uri: text) : path(text)
    guard let path, !path.isInstalled, isFile(path) else { return nil }
    return path
  }

  /// A file known by its name and the end of a folder's path, as Go's import paths have it.
  func file(_ name: Substring, inFolderEnding folder: Substring) -> RepoPath? {
    var rest = folder[...]
    for _ in 0..<64 {
      if let path = file("\(rest)/\(name)"[...]) { return path }
      guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { break }
      rest = rest[rest.utf8.index(after: slash)...]
    }
    return file(name)
  }
}

extension RepoPath {
  /// Nil where the path leaves the folder that it is relative to, or names that folder.
  fileprivate init?(relative text: Substring) {
    var parts: [Substring.UTF8View.SubSequence] = []
    for part in text.utf8.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) {
        guard parts.popLast() != nil else { return nil }
        continue
      }
      parts.append(part)
    }
    guard !parts.isEmpty else { return nil }
    self.init(parts.map { String(Substring($0)) }.joined(separator: "/"))
  }

  fileprivate var isInstalled: Bool {
    let folders = ["node_modules", "site-packages", "dist-packages", ".venv", "venv", ".build"]
    return description.utf8.split(separator: UInt8(ascii: "/")).contains { part in
      folders.contains { part.elementsEqual($0.utf8) }
    }
  }
}

extension String {
  fileprivate var trailingSlashless: Substring {
    var rest = self[...]
    while rest.ends("/") { rest = rest.dropLast() }
    return rest
  }
}

/// Nil where a percent sign is not followed by two hexadecimal digits. Source: RFC 3986, 2.1.
private func percentDecoded(_ text: Substring) -> String? {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
    guard digits.utf8.count == 2, digits.utf8.allSatisfy(\.isLetterOrDigit),
      let value = UInt8(digits, radix: 16)
    else { return nil }
    bytes.append(value)
    rest.removeFirst(2)
  }
  return String(decoding: bytes, as: UTF8.self)
}
