/// A path in a repository, relative to its root, with `/` between components.
///
/// Compared by bytes: two spellings of one accented letter are two paths to git, although they are
/// one `String` to Swift. A path that is not UTF-8 is written with `\xNN` for each byte that is not.
package struct RepoPath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The path as text, to be shown. As a `String` it compares otherwise than the path does.
  package let description: String

  /// Takes a path as it is: nothing is checked or resolved.
  package init(_ text: some StringProtocol) {
    description = String(text)
  }

  /// Reads git's bytes.
  package init(bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self) {
      description = text
      return
    }
    var text = ""
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let width = (1...min(4, rest.count)).first {
        String(validating: rest.prefix($0), as: UTF8.self) != nil
      }
      if let width, let character = String(validating: rest.prefix(width), as: UTF8.self) {
        text += character
        rest.removeFirst(width)
      } else {
        let digits = String(rest.removeFirst(), radix: 16, uppercase: true)
        text += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
      }
    }
    description = text
  }

  /// The bytes by which paths are compared.
  package var utf8: String.UTF8View { description.utf8 }

  /// The last component.
  package var name: String {
    description.split(separator: "/").last.map(String.init) ?? ""
  }

  /// The name without its last extension: `view` of `a/view.test.js` is `view.test`; a leading dot
  /// does not begin an extension.
  package var stem: String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The part of the name after its last dot, in lower case; empty where there is none.
  package var pathExtension: String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The folder that holds it; nil at the root.
  package var parent: RepoPath? {
    guard let slash = description.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return RepoPath(description[..<slash])
  }

  /// Whether both have the same bytes.
  package static func == (a: RepoPath, b: RepoPath) -> Bool {
    a.utf8.elementsEqual(b.utf8)
  }

  /// In the order of bytes, as git sorts names.
  package static func < (a: RepoPath, b: RepoPath) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }

  /// Takes the bytes, as `==` does.
  package func hash(into hasher: inout Hasher) {
    for byte in utf8 { hasher.combine(byte) }
  }
}
