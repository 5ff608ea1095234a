import GateModel

/// A file of the checkout and a line in it.
struct Place: Hashable {
  var path: RepoPath
  var line: Int
}

extension CheckoutPaths {
  /// The place at the start of a line: `a/b.py:12: AssertionError`, `a/b.cc:12:5: error`.
  func place(atStartOf line: Substring) -> Place? {
    let line = line.stripped(of: " ")
    guard let (path, rest) = line.cut(at: ":"), !path.isEmpty, path.utf8.count < 1024,
      let number = leadingNumber(rest)
    else { return nil }
    return file(path).map { Place(path: $0, line: number) }
  }

  /// The place of a Python frame: `File "a/b.py", line 12, in test`.
  func place(ofFrame line: Substring) -> Place? {
    guard let rest = line.stripped(of: " ").after("File \""),
      let (path, tail) = rest.cut(at: "\", line "), let number = leadingNumber(tail)
    else { return nil }
    return file(path).map { Place(path: $0, line: number) }
  }

  /// The place of a JavaScript frame: `at test (file:///a/b.js:12:5)`, `at /a/b.js:12:5`.
  func place(ofCall line: Substring) -> Place? {
    let line = line.stripped(of: " ").stripped(of: ")")
    guard line.utf8.count < 2048, let (rest, column) = line.cutLast(at: ":"),
      leadingNumber(column) != nil, let (start, number) = rest.cutLast(at: ":"),
      let number = leadingNumber(number)
    else { return nil }
    let path = start.cutLast(at: "(")?.after ?? start.after("at ") ?? start
    return file(path.after("async ") ?? path).map { Place(path: $0, line: number) }
  }
}

/// The number that a text begins with, where it can be a line's.
func leadingNumber(_ text: Substring) -> Int? {
  let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
  guard (1...9).contains(digits.count), let number = Int(Substring(digits)) else { return nil }
  return number > 0 ? number : nil
}
