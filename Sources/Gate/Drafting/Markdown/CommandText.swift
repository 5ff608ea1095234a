internal import GateModel

/// A criterion that is nothing but a command in backticks, and perhaps how it exits:
/// `` `go test ./x/...` exits with 0 ``.
struct CommandText: Hashable {
  var run: String
  var exit: Int

  /// Nil where it says more, or where what stands in the backticks is no command.
  init?(_ text: String) {
    let parts = text.trimmed.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].trimmed.isEmpty, CommandText.isCommand(parts[1].trimmed),
      let exit = CommandText.exit(parts[2].trimmed)
    else { return nil }
    run = parts[1].trimmed
    self.exit = exit
  }

  /// A program and what it is told. A word alone is a name, unless it is a program that needs no more.
  private static func isCommand(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard let first = words.first, let start = first.first, start.isASCII,
      start.isLowercase || "./$".contains(start),
      first.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "./_-+${}=".contains($0)) })
    else { return false }
    let queries = ["select", "insert", "update", "delete", "with", "create", "alter", "drop"]
    if queries.contains(String(first)) { return false }
    if words.count == 1 {
      let programs = [
        "make", "pytest", "tox", "nox", "ctest", "rake", "just", "mocha", "jest", "vitest",
      ]
      return first.hasPrefix("./") && first.count > 2 || programs.contains(String(first))
    }
    return !["=", "==", "!=", "<", ">", "<=", ">=", "->", "is", "in"].contains(String(words[1]))
  }

  private static func exit(_ text: String) -> Int? {
    let words = text.lowercased().filter { !".。,，:：()（）".contains($0) }
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let passing = ["", "passes", "pass", "succeeds", "is green", "通过", "成功", "能通过"]
    if passing.contains(words) { return 0 }
    let said = [
      "exits with code ", "exits with ", "exits ", "exit code ", "exit ", "returns ", "退出码为 ",
      "退出码为", "退出码 ",
      "退出码", "返回 ", "返回",
    ]
    guard let start = said.first(where: { words.hasPrefix($0) }),
      let code = Int(words.dropFirst(start.count)), (0...255).contains(code)
    else { return nil }
    return code
  }
}
