internal import GateModel

/// What the directives of one file split it into.
struct Sections: Hashable {
  var up: Section?
  var down: Section?
  /// Mistakes of the directives, by line.
  var mistakes: [Mistake] = []

  struct Section: Hashable {
    /// Of the text behind the directive.
    var firstLine: Int
    var text: String
    var isTransactional: Bool?
  }

  struct Mistake: Hashable {
    var line: Int
    var message: String
    var hint: String
    var level = Finding.Level.error
  }

  mutating func mistake(
    _ line: Int, _ message: String, _ hint: String, level: Finding.Level = .error
  ) {
    // A file that is something else altogether does not need to be told of each line.
    guard mistakes.count < 20 else { return }
    mistakes.append(Mistake(line: line, message: message, hint: hint, level: level))
  }
}

/// Gathers the sections of a text while its lines are read.
struct SectionReader {
  private(set) var sections = Sections()
  private let text: String
  /// Where the open section begins.
  private var open: (direction: FileRole.Direction, start: String.Index)?
  /// The line of the first statement outside of any section.
  private var stray: Int?

  init(_ text: String) {
    self.text = text
  }

  /// Ends the open section and begins another; a second one of a direction is a mistake, and is read as
  /// part of what it stands in.
  mutating func begin(
    _ direction: FileRole.Direction, at line: TextLines.Line, _ directive: String,
    isTransactional: Bool? = nil
  ) {
    let isAgain = direction == .up ? sections.up != nil : sections.down != nil
    if isAgain {
      return sections.mistake(
        line.number, "`\(directive)` stands here again", "keep one section of each direction")
    }
    if direction == .down, sections.up == nil {
      sections.mistake(
        line.number, "the section that undoes stands before the one that does",
        "move it to the end of the file")
    }
    close(before: line.start)
    open = (direction, line.end)
    let section = Sections.Section(
      firstLine: line.number + 1, text: "", isTransactional: isTransactional)
    if direction == .up { sections.up = section } else { sections.down = section }
  }

  /// Takes a line that is no directive.
  mutating func take(_ line: TextLines.Line) {
    if open == nil, stray == nil, !line.content.isEmpty, line.content.comment == nil {
      stray = line.number
    }
  }

  mutating func mistake(
    _ line: Int, _ message: String, _ hint: String, level: Finding.Level = .error
  ) {
    sections.mistake(line, message, hint, level: level)
  }

  /// What was gathered, once all lines are read.
  mutating func closed(up directive: String) -> Sections {
    close(before: text.endIndex)
    if sections.up == nil {
      sections.mistake(
        1, "no line of the file is `\(directive)`",
        "begin the statements with a line `\(directive)`")
    } else if let stray {
      sections.mistake(
        stray, "a statement stands before `\(directive)`, and would not run",
        "move it behind that line")
    }
    return sections
  }

  private mutating func close(before end: String.Index) {
    switch open {
    case (.up, let start)?: sections.up?.text = String(text[start..<end])
    case (.down, let start)?: sections.down?.text = String(text[start..<end])
    case nil: break
    }
    open = nil
  }
}
