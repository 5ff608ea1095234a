internal import GateModel

extension Sections {
  /// By lines `-- +goose Up` and `-- +goose Down`, in capitals or not. `NO TRANSACTION` holds for both
  /// directions; `StatementBegin` and `StatementEnd` stay in the text, where they are comments.
  static func goose(_ text: String) -> Sections {
    var reader = SectionReader(text)
    var isTransactional: Bool?
    for line in TextLines(text) {
      let words = line.content.comment?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
      guard words.first?.lowercased() == "+goose" else {
        reader.take(line)
        continue
      }
      switch words.dropFirst().joined(separator: " ").lowercased() {
      case "up": reader.begin(.up, at: line, "-- +goose Up")
      case "down": reader.begin(.down, at: line, "-- +goose Down")
      case "no transaction": isTransactional = false
      case "statementbegin", "statementend", "envsub off", "envsubst off": break
      case "envsub on", "envsubst on":
        reader.mistake(
          line.number, "the statements depend on the environment, which the gate does not put in",
          "write the values out, or leave the file to goose", level: .warning)
      default:
        reader.mistake(
          line.number, "goose does not know `\(line.content.excerpt)`",
          "it knows Up, Down, StatementBegin, StatementEnd and NO TRANSACTION")
      }
    }
    var sections = reader.closed(up: "-- +goose Up")
    sections.up?.isTransactional = isTransactional
    sections.down?.isTransactional = isTransactional
    return sections
  }
}
