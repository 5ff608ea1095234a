internal import GateModel

/// The sentences of a paragraph: a label may begin any of them.
func sentences(of text: String) -> [String] {
  var found = [""]
  var last: (Character, Character) = (" ", " ")
  for character in text {
    let isAfterStop = last.0 == "." && last.1 == " " && character.isUppercase
    if isAfterStop || last.1 == "。" { found.append("") }
    found[found.count - 1].append(character)
    last = (last.1, character)
  }
  return found.map(\.trimmed).filter { !$0.isEmpty }
}

/// The beginning of a text, for a message.
func excerpt(_ text: String) -> String {
  text.count > 60 ? text.prefix(59) + "…" : text
}

/// The parts of a text between `;`, outside brackets and backticks; without a full stop at the end.
func clauses(of text: String) -> [String] {
  var parts = [""]
  var depth = 0
  var isCode = false
  for character in text.swapping("<br>", for: ";").swapping("<br/>", for: ";") {
    switch character {
    case "`": isCode.toggle()
    case "(", "（": depth += 1
    case ")", "）": depth = max(0, depth - 1)
    case ";", "；":
      if depth == 0, !isCode {
        parts.append("")
        continue
      }
    default: break
    }
    parts[parts.count - 1].append(character)
  }
  return parts.map { part in
    let text = part.trimmed
    return text.hasSuffix(".") || text.hasSuffix("。") ? text.dropLast().trimmed : text
  }
  .filter { !$0.isEmpty }
}

/// The kinds of interface that a text says are frozen.
func frozen(in text: String) -> [FrozenInterface] {
  let lower = text.lowercased()
  let words: [(FrozenInterface, [String])] = [
    (.schema, ["schema", "table", "表"]), (.api, ["api", "接口"]),
    (.signatures, ["signature", "签名"]),
  ]
  return words.filter { $0.1.contains { lower.contains($0) } }.map(\.0)
}
