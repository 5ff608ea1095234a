/// The words of a key: `databaseUrl`, `DATABASE_URL` and `database-url` have the same.
struct KeyName: Sendable, Hashable {
  /// The words without a mark of age, in one.
  let stem: String
  /// Says of itself that it is the old one: `port_old`, `legacyPort`, `port-v1`.
  let isOld: Bool

  private static let marks: Set = ["old", "legacy", "deprecated", "compat", "obsolete"]

  init(_ key: String) {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in key.utf8.prefix(128) {
      let isUpper = (0x41...0x5A).contains(character)
      let isSeparator = "_-.".utf8.contains(character)
      if isSeparator || (isUpper && wasLower) {
        words.append(word)
        word = ""
      }
      if !isSeparator {
        word.unicodeScalars.append(Unicode.Scalar(isUpper ? character + 0x20 : character))
      }
      wasLower = !isUpper && !isSeparator
    }
    words.append(word)
    words.removeAll(where: \.isEmpty)
    var isOld = false
    if words.count > 1, let first = words.first, Self.marks.contains(first) {
      words.removeFirst()
      isOld = true
    } else if words.count > 1, let last = words.last,
      Self.marks.contains(last) || last == "v1" || last == "v0"
    {
      words.removeLast()
      isOld = true
    }
    stem = words.joined()
    self.isOld = isOld
  }

  /// Whether two different keys are one name in two versions or two spellings.
  func isVersion(of other: KeyName) -> Bool { stem == other.stem && !stem.isEmpty }
}
