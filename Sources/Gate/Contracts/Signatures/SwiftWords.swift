/// A word or a mark of a Swift source, without comments.
struct SwiftWord {
  var text: String
  var line = 0
  /// Whether nothing stands before it in its line.
  var isFirstInLine = false
  /// Whether white space stands before it.
  var isApart = true

  init(_ text: String, line: Int = 0, isFirstInLine: Bool = false, isApart: Bool = true) {
    self.text = text
    self.line = line
    self.isFirstInLine = isFirstInLine
    self.isApart = isApart
  }

  /// Whether a declaration goes on with it, in a new line.
  var continues: Bool {
    ["->", "where", "throws", "rethrows", "async", ":", ",", "&", "{", "==", "."].contains(text)
  }

  /// Whether it is no name and no text.
  var isMark: Bool { text.unicodeScalars.first.map { !$0.isPartOfName && $0 != "\"" } ?? true }

  /// Whether a declaration that ends with it goes on.
  var isOpen: Bool { ["->", "where", ":", ",", "&", "==", "."].contains(text) }

  /// As one line, however it was broken.
  static func joined(_ words: [SwiftWord]) -> String {
    var text = ""
    for (index, word) in words.enumerated() {
      let isTight = index == 0 || !(word.isApart || word.isFirstInLine)
      let before = index > 0 ? words[index - 1].text : ""
      // A list that was broken over lines is the same as one that was not.
      let isBracket = before == "(" || before == "[" || word.text == ")" || word.text == "]"
      if before == ",", word.text == ")" { text.removeLast() }
      text += (isTight || isBracket ? "" : " ") + word.text
    }
    return text
  }
}

/// Splits a Swift source into words; what is in comments is left out, and a string is one word.
struct SwiftWords {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  /// Strings within strings: a limit keeps a hostile file from ending the process.
  private var nesting = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  var all: [SwiftWord] {
    var copy = self
    return copy.read()
  }

  private mutating func read() -> [SwiftWord] {
    var words: [SwiftWord] = []
    var (isFirst, isApart) = (true, true)
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "\n" {
        line += 1
        (isFirst, isApart) = (true, true)
        index += 1
      } else if scalar.properties.isWhitespace {
        isApart = true
        index += 1
      } else if begins("//") {
        while index < scalars.count, scalars[index] != "\n" { index += 1 }
      } else if begins("/*") {
        skipComment()
        isApart = true
      } else {
        let start = line
        let text = word()
        words.append(SwiftWord(text, line: start, isFirstInLine: isFirst, isApart: isApart))
        (isFirst, isApart) = (false, false)
      }
    }
    return words
  }

  private func begins(_ text: String) -> Bool {
    var place = index
    for scalar in text.unicodeScalars {
      guard place < scalars.count, scalars[place] == scalar else { return false }
      place += 1
    }
    return true
  }

  /// They can stand in each other.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if begins("/*") {
        depth += 1
        index += 2
      } else if begins("*/") {
        depth -= 1
        index += 2
      } else {
        if scalars[index] == "\n" { line += 1 }
        index += 1
      }
    } while depth > 0 && index < scalars.count
  }

  private mutating func word() -> String {
    let start = index
    var hashes = 0
    while index < scalars.count, scalars[index] == "#" {
      hashes += 1
      index += 1
    }
    if index < scalars.count, scalars[index] == "\"" {
      skipString(hashes)
    } else if hashes == 0, begins("->") {
      index += 2
    } else if hashes == 0, begins("==") {
      index += 2
    } else if index < scalars.count, scalars[index].isPartOfName {
      while index < scalars.count, scalars[index].isPartOfName { index += 1 }
    } else if hashes == 0 {
      index += 1
    }
    return text(start)
  }

  private func text(_ start: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<index])
    return String(view)
  }

  private mutating func skipString(_ hashes: Int) {
    let quote = begins("\"\"\"") ? "\"\"\"" : "\""
    let end = quote + String(repeating: "#", count: hashes)
    let escape = "\\" + String(repeating: "#", count: hashes)
    index += quote.count
    while index < scalars.count {
      if begins(end) {
        index += end.count
        return
      }
      if nesting < 64, begins(escape + "(") {
        index += escape.count
        nesting += 1
        skipInterpolation()
        nesting -= 1
        continue
      }
      // A plain string that ends nowhere ends with its line.
      if scalars[index] == "\n" {
        if quote.count == 1 { return }
        line += 1
      }
      index += begins(escape) ? escape.count + 1 : 1
    }
  }

  private mutating func skipInterpolation() {
    var depth = 0
    repeat {
      if scalars[index] == "\"" {
        skipString(0)
        continue
      }
      if scalars[index] == "(" { depth += 1 }
      if scalars[index] == ")" { depth -= 1 }
      if scalars[index] == "\n" { line += 1 }
      index += 1
    } while depth > 0 && index < scalars.count
  }
}

extension Unicode.Scalar {
  fileprivate var isPartOfName: Bool {
    self == "_" || self == "`" || self == "$" || self == "@" || properties.isXIDContinue
  }
}
