internal import GateModel

/// What a line that lists paths says.
struct PathLine {
  var paths: [PathText] = []
  /// Paths that the line excludes: `!web/no.js`.
  var excluded: [String] = []
  /// Words that say something else.
  var dropped: [String] = []

  /// Reads the paths, in backticks or bare, and the modules: `module Monitor, Server`.
  init(_ text: String, at line: Int) {
    var isModule = false
    for (index, piece) in plain(text).split(separator: "`", omittingEmptySubsequences: false)
      .enumerated()
    {
      if index % 2 == 1 {
        let token = piece.trimmed
        if token.hasPrefix("!") {
          excluded.append(token)
        } else if !token.contains(where: \.isWhitespace), !token.isEmpty {
          paths.append(
            PathText(text: token, line: line, isModule: isModule && !token.contains("/")))
        } else if !token.isEmpty {
          dropped.append("`\(token)`")
        }
        continue
      }
      for word in piece.split(whereSeparator: { " ,，、;；（）()\t".contains($0) }) {
        let bare = bareWord(word)
        if ["module", "modules", "模块"].contains(bare.lowercased()) {
          isModule = true
        } else if bare.hasPrefix("!"), looksLikePath(String(bare.dropFirst())) {
          excluded.append(bare)
        } else if looksLikePath(bare) {
          paths.append(PathText(text: bare, line: line))
        } else if isModule, bare.first?.isUppercase == true {
          paths.append(PathText(text: bare, line: line, isModule: true))
        } else {
          let isJoint = ["and", "和", "与", "及", "&", "+"].contains(bare)
          isModule = isModule && isJoint
          if !isJoint, bare.contains(where: { $0.isLetter || $0.isNumber }) {
            dropped.append(String(word))
          }
        }
      }
    }
  }
}

/// A word without quotes, dashes and full stops around it.
func bareWord(_ word: some StringProtocol) -> String {
  let isPattern = word.hasPrefix("**/")
  let token = word.drop { !(isPattern && $0 == "*") && "\"'*-—–→".contains($0) }
  return String(token.reversed().drop { "\"':：。.→!！".contains($0) }.reversed())
}

/// Whether a bare word can only be a path: a slash, a wildcard, or a name with an extension.
func looksLikePath(_ word: String) -> Bool {
  guard !word.contains("://"), !word.contains(".."), word.contains(where: \.isLetter) else {
    return false
  }
  if word.contains("/") || word.contains("*") { return !word.hasPrefix("/") }
  guard let dot = word.lastIndex(of: "."), dot != word.startIndex else { return false }
  let ending = word[word.index(after: dot)...]
  return (1...5).contains(ending.count) && ending.allSatisfy { $0.isASCII && $0.isLetter }
}

extension Survey {
  /// The pattern that a path of a document means here, or why there is none.
  func pattern(for path: PathText) -> Result<[Glob], PathProblem> {
    if path.isModule { return modulePatterns(path.text) }
    var text = path.text[...]
    if text.hasPrefix("./") { text = text.dropFirst(2) }
    // `app.py:120-180` and `app.py#L12` are places in a file.
    if let mark = text.firstIndex(where: { $0 == ":" || $0 == "#" }) { text = text[..<mark] }
    let isTop = !text.contains("/") && (files() + folders()).contains(String(text))
    guard isTop || looksLikePath(String(text)) else {
      return .failure(PathProblem(message: "`\(path.text)` is no path in the repository"))
    }
    if text.contains("{") {
      return .failure(PathProblem(message: "`\(path.text)` has braces: write each path out"))
    }
    if text.hasSuffix("/") { text += "**" }
    let isAnywhere =
      text.hasPrefix("*") && !text.dropFirst(2).hasPrefix("/") || text.hasPrefix("**/")
    do throws(Glob.Problem) {
      return .success([try Glob(isAnywhere ? String(text) : "/" + text)])
    } catch {
      return .failure(PathProblem(message: "`\(path.text)`: \(error.message)"))
    }
  }

  /// The folder of a module, and that of its tests.
  private func modulePatterns(_ name: String) -> Result<[Glob], PathProblem> {
    let folders = folders(named: name)
    guard let folder = folders.first, folders.count == 1 else {
      let why = folders.isEmpty ? "there is no folder `\(name)`" : "several folders are `\(name)`"
      return .failure(PathProblem(message: "\(why): write the path of the module"))
    }
    let tests = self.folders(named: name + "Tests").prefix(1)
    return .success(globs(([folder] + tests).map { "/\(escaped($0))/**" }))
  }
}

/// Why a path of a document gives no pattern: one sentence.
struct PathProblem: Error, Hashable {
  var message: String
}
