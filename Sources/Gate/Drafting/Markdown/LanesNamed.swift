internal import GateModel

/// The lanes that words name, in their order, and the words that name none.
struct NamedLanes: Hashable {
  var lanes: [LaneID] = []
  var unknown: [String] = []
}

extension PlanDocument {
  /// The lanes of a list (`Backend, B → Lane C`), by name or by title where only one lane has it.
  func lanes(listedIn text: String) -> NamedLanes {
    let (marked, titled) = markingTitles(in: plain(text).swapping("`", for: ""), anyCase: true)
    var found = NamedLanes()
    for part in parts(of: marked) {
      let ids: [LaneID]
      if let index = part.unicodeScalars.first.flatMap(PlanDocument.index(ofMark:)),
        titled.indices.contains(index)
      {
        ids = [titled[index]]
      } else if let index = indexOfLane(named: part) {
        ids = [lanes[index].id]
      } else if let id = LaneName(part).flatMap({ known($0.id) }) {
        ids = [id]
      } else if let id = lane(beginning: part) {
        ids = [id]
      } else {
        ids = names(in: part).compactMap { name in lanes.first { $0.id.description == name }?.id }
        if ids.isEmpty { found.unknown.append(part) }
      }
      for id in ids where !found.lanes.contains(id) { found.lanes.append(id) }
    }
    let all = ["all", "all lanes", "everyone", "全部", "所有", "全部泳道", "所有泳道"]
    if found.lanes.isEmpty, all.contains(bareName(text)) {
      return NamedLanes(lanes: lanes.map(\.id))
    }
    return found
  }

  /// The lanes of a sentence: those of a list that is nothing else, else the titles as they are
  /// written and `Lane A`.
  func lanes(mentionedIn text: String) -> [LaneID] {
    if isNegated(text) { return [] }
    let list = lanes(listedIn: text)
    if list.unknown.isEmpty { return list.lanes }
    return markingTitles(in: plain(text), anyCase: false).lanes
  }

  /// The lanes of a wave whose own title is a list of them; `plugins` is rather what the wave is about.
  func lanes(called title: String) -> [LaneID] {
    if let only = lane(titled: title) { return [only] }
    let list = lanes(listedIn: title)
    return list.unknown.isEmpty && list.lanes.count > 1 && !isNegated(title) ? list.lanes : []
  }

  /// The one lane with this title.
  func lane(titled title: String) -> LaneID? {
    let same = lanes.filter { !title.isEmpty && $0.title.lowercased() == title.lowercased() }
    return same.count == 1 ? same.first?.id : nil
  }

  /// A lane called by the first words of its title.
  private func lane(beginning words: String) -> LaneID? {
    let start = words.lowercased()
    let found = lanes.filter { lane in
      let title = lane.title.lowercased()
      guard title.hasPrefix(start), start.count > 1 else { return false }
      return title.dropFirst(start.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
    }
    return found.count == 1 ? found.first?.id : nil
  }

  private func known(_ id: LaneID) -> LaneID? {
    indexOfLane(named: id.description).map { lanes[$0].id }
  }

  /// A text with a mark of its own in the place of each title, the longest first.
  private func markingTitles(
    in text: String, anyCase: Bool
  ) -> (text: String, lanes: [LaneID]) {
    var text = text
    var marks: [LaneID] = []
    for lane in lanes.sorted(by: { $0.title.utf8.count > $1.title.utf8.count })
    where lane.title.count > 1 && self.lane(titled: lane.title) == lane.id {
      while let range = range(of: lane.title, in: text, anyCase: anyCase),
        let mark = UnicodeScalar(PlanDocument.firstMark + UInt32(marks.count)), marks.count < 1000
      {
        text.replaceSubrange(range, with: ",\(mark),")
        marks.append(lane.id)
      }
    }
    let order = text.unicodeScalars.compactMap(PlanDocument.index(ofMark:))
      .filter { $0 < marks.count }
    var seen: [LaneID] = []
    for index in order where !seen.contains(marks[index]) { seen.append(marks[index]) }
    return (text, anyCase ? marks : seen)
  }

  /// Where a title stands as words of their own.
  private func range(
    of title: String, in text: String, anyCase: Bool
  ) -> Range<String.Index>? {
    func isSame(_ a: Character, _ b: Character) -> Bool {
      a == b || anyCase && a.lowercased() == b.lowercased()
    }
    func joins(_ a: Character?, _ b: Character?) -> Bool {
      guard let a, let b else { return false }
      return a.isASCII && b.isASCII && (a.isLetter || a.isNumber) && (b.isLetter || b.isNumber)
    }
    for start in text.indices {
      let rest = text[start...].prefix(title.count)
      guard rest.count == title.count, zip(rest, title).allSatisfy(isSame) else { continue }
      if joins(text[..<start].last, title.first) || joins(title.last, text[rest.endIndex...].first)
      {
        continue
      }
      return start..<rest.endIndex
    }
    return nil
  }

  /// The parts of a list, without the words and marks between them.
  private func parts(of text: String) -> [String] {
    var spaced = text.swapping("->", for: ",")
    for word in [" and ", " then ", " und ", "和", "与", "及", "再"] {
      spaced = spaced.swapping(word, for: ",")
    }
    return spaced.split { ",，、;；→>+&/|".contains($0) }
      .map { $0.trimmed }.map {
        $0.hasSuffix(".") || $0.hasSuffix("。") ? $0.dropLast().trimmed : $0
      }
      .filter {
        $0.contains { $0.isLetter || $0.isNumber }
          || $0.unicodeScalars.contains {
            PlanDocument.index(ofMark: $0) != nil
          }
      }
  }

  /// Marks are of the private use area, which no title needs.
  private static let firstMark: UInt32 = 0xE000

  private static func index(ofMark scalar: UnicodeScalar) -> Int? {
    (firstMark..<firstMark + 1000).contains(scalar.value) ? Int(scalar.value - firstMark) : nil
  }
}

/// The words of an order or a list that may be names: `A → B → D`.
func names(in text: String) -> [String] {
  text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))) }
    .map { $0.trimmingDashes }.filter { !$0.isEmpty }
}

extension Substring {
  /// `->` leaves a dash at the name before it.
  fileprivate var trimmingDashes: String {
    String(drop { $0 == "-" || $0 == "." }.reversed().drop { $0 == "-" || $0 == "." }.reversed())
  }
}
