internal import GateModel

/// Whether words say that something is not to be changed, or not a lane's own. What stands in
/// backticks and what is a path is a name, and says nothing.
///
/// Generous on purpose: a path that is not claimed is said, one that is claimed wrongly is a hole.
func isNegated(_ text: some StringProtocol) -> Bool {
  let pieces = plain(text).split(separator: "`", omittingEmptySubsequences: false)
  let spoken = pieces.enumerated().map { $0 % 2 == 0 ? String($1) : " " }.joined()
    .lowercased().swapping("’", for: "'")
  if (chineseNegations + negativeMarks).contains(where: { spoken.contains($0) }) { return true }
  let tokens = spoken.split { $0.isWhitespace || ",，、;；:：()（）[]".contains($0) }
    .filter { !$0.contains("/") && !looksLikePath(bareWord($0)) }
  let words = tokens.flatMap { $0.split { !$0.isLetter && $0 != "'" } }
  let line = " " + words.joined(separator: " ") + " "
  return line.contains("n't ") || englishNegations.contains { line.contains(" \($0) ") }
}

/// Whether a label such as `Files it reads` names files that a lane only looks at.
func isReference(_ label: String) -> Bool {
  let words = label.lowercased().split { !$0.isLetter }
  let reading: Set<Substring> = [
    "read", "reads", "reading", "reference", "references", "referenced", "use", "uses", "used",
    "need",
    "needs", "needed", "depends", "consult", "see", "view", "input", "inputs", "others", "other",
  ]
  return words.contains { reading.contains($0) }
    || ["参考", "依赖", "读取", "查阅", "引用"].contains { label.contains($0) }
}

/// Struck out, and signs.
private let negativeMarks = ["~~", "❌", "🚫", "⛔", "✗", "✘"]

private let englishNegations = [
  "not", "never", "no", "none", "nothing", "nobody", "dont", "cannot", "without", "except",
  "excepting", "exclude", "excludes", "excluded", "excluding", "forbidden", "prohibited",
  "off limits",
  "out of bounds", "out of scope", "read only", "readonly", "view only", "look only",
  "for reference",
  "untouched", "untouchable", "avoid", "ignore", "hands off", "leave alone", "alone", "keep out",
  "keep away", "stay away", "stay out", "other than", "belongs", "belong", "owned by", "protected",
  "locked",
]

private let chineseNegations = [
  "不", "禁", "勿", "莫", "非", "只读", "只讀", "唯读", "唯讀", "仅读", "只看", "仅供", "仅参考", "别动", "别改", "别碰",
  "除外", "除了", "除开", "排除", "以外", "之外", "无权", "避免", "没有", "属于",
]
