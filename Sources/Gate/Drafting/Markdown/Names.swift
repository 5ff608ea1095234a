internal import GateModel

/// A lane as a heading, a cell or a bullet names it: `Lane A：数据层 (P0)`, `A (P0) data layer`.
struct LaneName: Hashable {
  var id: LaneID
  var title: String
  var priority: String?

  /// Nil where the text names no lane.
  ///
  /// - Parameter isCertain: the place holds lanes only, so that the word "lane" may be missing.
  init?(_ text: String, isCertain: Bool = false) {
    let name = plain(text).swapping("`", for: "")
    var rest = name.drop { !$0.isLetter && !$0.isNumber }
    var hasWord = false
    for word in ["lane", "泳道", "车道", "通道"] where rest.lowercased().hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      // `Lanes` and `lanelet` name none.
      hasWord = word != "lane" || rest.first?.isLowercase != true
      rest = rest.drop { " -_".contains($0) }
      break
    }
    guard hasWord || isCertain else { return nil }
    let token = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    let after = rest.dropFirst(token.count)
    guard let id = LaneID(token), after.first.map({ " :：(（—–、,，-".contains($0) }) ?? true,
      LaneName.isName(token, before: after)
    else { return nil }
    self.id = id
    let (title, priority) = LaneName.withoutPriority(after)
    self.title = title
    self.priority = priority
  }

  /// `lane overview` is a heading, `lane storage: …` a lane.
  private static func isName(_ token: Substring, before rest: Substring) -> Bool {
    if token.count <= 2 || token.contains(where: { $0.isNumber || $0.isUppercase }) { return true }
    return rest.drop { $0 == " " }.first.map { ":：(（—–".contains($0) } ?? false
  }

  /// Takes `(P0)` out of a title.
  static func withoutPriority(_ text: some StringProtocol) -> (title: String, priority: String?) {
    var kept = String(text)
    var priority: String?
    for (open, close) in [("(", ")"), ("（", "）"), ("[", "]")] {
      guard let start = kept.firstIndex(of: Character(open)),
        let end = kept[start...].firstIndex(of: Character(close)), priority == nil
      else { continue }
      let inside = kept[kept.index(after: start)..<end].trimmed
      if inside.count == 2, inside.first == "P" || inside.first == "p",
        inside.last?.isNumber == true
      {
        priority = inside.uppercased()
        kept.removeSubrange(start...end)
      }
    }
    let marks: Set<Character> = [" ", ":", "：", "-", "—", "–", "、", ",", "，"]
    let start = kept.drop { marks.contains($0) || $0.isWhitespace }
    let words = start.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return (String(words.reversed().drop { marks.contains($0) }.reversed()), priority)
  }
}

/// A wave as a heading or a bullet names it: `Wave 1: the P0 loop`, `波次 1`, `第二波`.
struct WaveName: Hashable {
  var number: Int
  var title: String

  init?(_ text: String) {
    var rest = plain(text).drop { !$0.isLetter && !$0.isNumber }
    let lower = rest.lowercased()
    var isOrdinal = false
    if let word = ["wave", "波次", "阶段", "phase"].first(where: { lower.hasPrefix($0) }) {
      rest = rest.dropFirst(word.count).drop { " -_#".contains($0) }
    } else if lower.hasPrefix("第") {
      rest = rest.dropFirst()
      isOrdinal = true
    } else {
      return nil
    }
    let token = rest.prefix { $0.isASCII && $0.isNumber || WaveName.numerals[$0] != nil }
    rest = rest.dropFirst(token.count).drop { $0 == " " }
    guard let number = Int(token) ?? token.first.flatMap({ WaveName.numerals[$0] }),
      (0...9999).contains(number)
    else { return nil }
    if isOrdinal {
      guard let word = ["波次", "波", "阶段"].first(where: { rest.hasPrefix($0) }) else { return nil }
      rest = rest.dropFirst(word.count)
    } else if let next = rest.first, next.isLetter, !token.isEmpty, text.contains("\(token)\(next)")
    {
      return nil
    }
    self.number = number
    title = LaneName.withoutPriority(rest).title
  }

  private static let numerals: [Character: Int] = [
    "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]
}
