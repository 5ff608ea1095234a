internal import GateModel

/// Whether a text says something: not a placeholder, not a comment, not a template's own prompt.
package func isAnswer(_ text: String) -> Bool { isAnswer(text, beyond: []) }

/// Whether a text says something that the prompts do not say already.
func isAnswer(_ text: String, beyond prompts: [String]) -> Bool {
  let asked = Set(prompts.flatMap { visibleLines(of: $0).map { said($0.text) } })
  let words = visibleLines(of: text).filter { !$0.isFence }.map { said($0.text) }
    .filter { !asked.contains($0) && !isPlaceholder($0) }
  let all = words.joined(separator: " ")
  let letters = all.unicodeScalars.lazy.filter(\.properties.isAlphabetic)
  // One ideograph is a word, one letter is not.
  return (letters.prefix(2).count == 2 || letters.contains(where: \.properties.isIdeographic))
    && !isPlaceholder(all)
}

/// A line without bullets, boxes, quotes and prompts, in lower case.
private func said(_ line: Substring) -> String {
  var text = line.drop { "-*+>#.)0123456789 \t".contains($0) }
  for box in ["[ ]", "[x]", "[X]", "[-]"] where text.hasPrefix(box) { text = text.dropFirst(3) }
  let words = withoutPrompts(text).split(whereSeparator: \.isWhitespace)
  return words.joined(separator: " ").lowercased()
}

/// Without `<what could go wrong>`, `[describe]`, `{{ risk }}`; a link keeps its words. A line that
/// is one thing in brackets or emphasis is a prompt too.
private func withoutPrompts(_ line: Substring) -> String {
  let whole = line.trimmed
  for (start, end) in [("(", ")"), ("_", "_")]
  where whole.count > 2 && whole.hasPrefix(start) && whole.hasSuffix(end) { return "" }
  let pairs: [Character: Character] = ["<": ">", "[": "]", "{": "}"]
  var kept = ""
  var rest = whole[...]
  // A bracket without its end is looked for once, not again for every one after it.
  var endless: Set<Character> = []
  while let first = rest.first {
    guard let end = pairs[first], !endless.contains(end) else {
      kept.append(rest.removeFirst())
      continue
    }
    guard let close = rest.firstIndex(of: end) else {
      endless.insert(end)
      continue
    }
    let after = rest[rest.index(after: close)...]
    if first == "[", after.first == "(" { kept += rest[...close] }
    rest = after.drop { $0 == end }
  }
  return kept
}

/// What people write to have written something: alone, or repeated, or before a promise to say more.
private func isPlaceholder(_ line: String) -> Bool {
  let bare = line.unicodeScalars.filter {
    $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == " "
  }
  let plain = String(String.UnicodeScalarView(bare)).trimmed
  if placeholders.contains(plain) { return true }
  let words = plain.split(separator: " ")
  if words.allSatisfy({ placeholders.contains(String($0)) }) { return true }
  guard let first = words.first, promises.contains(String(first)) else { return false }
  let after = line.drop { !$0.isLetter }.dropFirst(first.count).drop { $0.isWhitespace }
  return after.first.map { ":-–—(：".contains($0) } ?? true
}

private let promises: Set<String> = ["todo", "tbd", "tba", "tbc", "fixme", "wip", "xxx"]

private let placeholders: Set<String> = [
  "", "na", "n a", "none", "nil", "null", "no", "nope", "nothing", "not applicable", "tbd", "tba",
  "tbc", "to be determined", "to be done", "todo", "to do", "wip", "fixme", "xxx", "later", "same",
  "same as above", "as above", "see above", "ditto", "see title", "as title", "placeholder",
  "fill in", "fill me in", "describe", "lorem ipsum", "ok", "fine", "none known", "no risk",
  "no risks", "unknown", "yes",
  "无", "暂无", "没有", "待定", "待补充", "略", "同上", "无风险", "不适用", "无需",
  "なし", "特になし", "未定",
]
