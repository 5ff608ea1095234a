/// What is asked of a server: `GET /healthz`. A method in capital letters, and a path from the root, with
/// its query where it has one. Source: RFC 9112, 3.
package struct RequestLine: Sendable, Hashable, CustomStringConvertible {
  /// Such as `GET`.
  package let method: String
  /// Such as `/items?limit=3`.
  package let path: String

  /// Fails where the text is not a method and a path with one space between; neither can hold a character
  /// that would end the line.
  package init?(_ text: String) {
    let words = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 2, !words[0].isEmpty,
      words[0].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
      words[1].first == UInt8(ascii: "/"),
      words[1].allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else { return nil }
    method = String(decoding: words[0], as: UTF8.self)
    path = String(decoding: words[1], as: UTF8.self)
  }

  private init(method: String, path: String) {
    (self.method, self.path) = (method, path)
  }

  /// `GET /`.
  package static let root = RequestLine(method: "GET", path: "/")

  /// As it was written.
  package var description: String { "\(method) \(path)" }
}
