extension Sections {
  /// By lines `-- migrate:up` and `-- migrate:down`, which may end with options, such as
  /// `transaction:false`.
  static func dbmate(_ text: String) -> Sections {
    var reader = SectionReader(text)
    for line in TextLines(text) {
      guard let words = line.content.comment?.split(whereSeparator: { $0 == " " || $0 == "\t" }),
        let first = words.first, first.lowercased().hasPrefix("migrate:")
      else {
        reader.take(line)
        continue
      }
      let direction: FileRole.Direction? =
        switch first {
        case "migrate:up": .up
        case "migrate:down": .down
        default: nil
        }
      guard let direction, !line.isIndented else {
        reader.mistake(
          line.number, "dbmate takes `\(line.content.excerpt)` for a comment",
          "write `-- migrate:up` or `-- migrate:down` at the beginning of the line")
        continue
      }
      let isTransactional = words.dropFirst().last { $0.hasPrefix("transaction:") }
        .map { $0 != "transaction:false" }
      reader.begin(direction, at: line, "-- \(first)", isTransactional: isTransactional)
    }
    return reader.closed(up: "-- migrate:up")
  }
}
