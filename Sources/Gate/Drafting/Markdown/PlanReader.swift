internal import GateModel

/// Reads a plan out of a Markdown document: headings and labels say what the lines below them are.
struct PlanReader {
  var document = PlanDocument()
  /// The headings that are open.
  private var sections: [(level: Int, place: Place)] = []
  /// The labels within the innermost section, with the indent of each; -1 for one in a paragraph.
  private var labels: [(indent: Int, place: Place, isUsed: Bool)] = []
  private var isAfterBlank = true
  var table: [Column]?
  private var unused: [Unused] = []

  /// Whose lines these are, and what they are about.
  struct Place: Hashable {
    var owner = Owner.document
    var topic: Topic?
    /// A heading that no plan knows.
    var stranger: String?
  }

  enum Owner: Hashable {
    case document
    case lane(Int)
    case wave(Int)
    /// What a lane does in a wave.
    case part(wave: Int, lane: Int)
  }

  private struct Unused {
    var first: Int
    var last: Int
    var text: String
    var place: Place
  }

  /// Reads a whole document; what finds no place is among its remarks.
  static func read(_ text: String) -> PlanDocument {
    var reader = PlanReader()
    for line in MarkdownLine.all(in: text) { reader.read(line) }
    for unused in reader.unused {
      let more = unused.last > unused.first ? " (and on to line \(unused.last))" : ""
      let under = unused.place.stranger.map { " under `\(excerpt($0))`" } ?? ""
      reader.document.remarks.append(
        Remark(line: unused.first, message: "not used\(under): \(excerpt(unused.text))\(more)"))
    }
    return reader.document
  }

  var place: Place { labels.last?.place ?? sections.last?.place ?? Place() }

  private mutating func read(_ line: MarkdownLine) {
    if case .row(let cells) = line.kind {
      read(cells, at: line.number)
    } else if case .blank = line.kind {
      isAfterBlank = true
      table = nil
      return
    } else {
      table = nil
    }
    switch line.kind {
    case .blank, .row: break
    case .heading(let level, let text): open(text, level, at: line.number)
    case .item(let indent, let text):
      while let last = labels.last, last.indent >= indent { labels.removeLast() }
      read(text, indent: indent, at: line.number)
    case .text(let text):
      if isAfterBlank { labels.removeAll { $0.isUsed || $0.indent >= 0 } }
      for sentence in sentences(of: text) {
        labels.removeAll { $0.isUsed && $0.place.topic == .outOfScope }
        read(sentence, indent: -1, at: line.number)
      }
    case .code(let text):
      if !text.trimmed.isEmpty { put(text, at: line.number, isItem: true, in: place) }
    }
    isAfterBlank = false
  }

  private mutating func open(_ text: String, _ level: Int, at line: Int) {
    labels = []
    while let last = sections.last, last.level >= level { sections.removeLast() }
    let outer = sections.last?.place ?? Place()
    var place = Place(owner: outer.owner)
    let (name, rest) = splitAtColon(text) ?? (plain(text), "")
    if let wave = WaveName(text) {
      let index = document.wave(wave, at: line)
      if case .lane(let lane) = outer.owner {
        place.owner = .part(wave: index, lane: lane)
        document.add(nil, to: document.lanes[lane].id, in: index)
      } else {
        place.owner = .wave(index)
      }
    } else if let lane = LaneName(text, isCertain: outer.topic == .lanes) {
      let index = document.lane(lane, at: line)
      place.owner = .lane(index)
      if case .wave(let wave) = outer.owner {
        place.owner = .part(wave: wave, lane: index)
        document.add(nil, to: document.lanes[index].id, in: wave)
      }
    } else if let topic = Topic(named: name) {
      place.topic = topic
      if !rest.isEmpty { put(rest, at: line, isItem: false, in: place) }
    } else if level == 1, document.title.isEmpty {
      document.title = plain(text)
    } else {
      // Under a heading of its own, a line is not the lane's or the wave's.
      place.stranger = plain(text)
    }
    sections.append((level, place))
  }

  /// A bullet or a line of a paragraph: perhaps a label, else what the place is about.
  private mutating func read(_ text: String, indent: Int, at line: Int) {
    for index in labels.indices { labels[index].isUsed = true }
    if let (inner, rest) = label(text, at: line) {
      if indent < 0 { labels = [] }
      labels.append((indent, inner, false))
      if !rest.isEmpty {
        put(rest, at: line, isItem: indent >= 0, in: inner)
        labels[labels.count - 1].isUsed = true
      }
    } else {
      put(text, at: line, isItem: indent >= 0, in: place)
    }
  }

  private mutating func label(_ text: String, at line: Int) -> (place: Place, rest: String)? {
    let place = place
    guard let (name, rest) = splitAtColon(text) ?? bareLabel(text) else {
      // `- Lane A (P0) data layer` says it without a colon.
      guard place.owner == .document, place.stranger == nil,
        place.topic == nil || place.topic == .lanes,
        let lane = LaneName(text)
      else { return nil }
      return (Place(owner: .lane(document.lane(lane, at: line))), "")
    }
    if let topic = Topic(named: name) {
      return (Place(owner: place.owner, topic: topic, stranger: nil), rest)
    }
    if place.stranger != nil { return nil }
    switch place.owner {
    case .document:
      if let wave = WaveName(name) {
        let known = WaveName(text) ?? wave
        return (Place(owner: .wave(document.wave(known, at: line))), "")
      }
      let isList = place.topic == .lanes
      guard isList || place.topic == nil, LaneName(name, isCertain: isList) != nil,
        let lane = LaneName(text, isCertain: isList)
      else { return nil }
      return (Place(owner: .lane(document.lane(lane, at: line))), "")
    case .lane(let lane):
      guard let wave = WaveName(name) else { return nil }
      let index = document.wave(wave, at: line)
      document.add(nil, to: document.lanes[lane].id, in: index)
      return (Place(owner: .part(wave: index, lane: lane), topic: .tasks), rest)
    case .wave(let wave):
      guard place.topic != .acceptance, place.topic != .outOfScope, let lane = laneInWave(name)
      else {
        return nil
      }
      let index = document.lane(lane, at: line)
      document.add(nil, to: document.lanes[index].id, in: wave)
      return (Place(owner: .part(wave: wave, lane: index), topic: .tasks), rest)
    case .part: return nil
    }
  }

  /// A line in bold, or one that is nothing but a name that a plan knows.
  private func bareLabel(_ text: String) -> (name: String, rest: String)? {
    let isBold = text.hasPrefix("**") && text.hasSuffix("**")
    return isBold || Topic(exactly: text) != nil ? (plain(text), "") : nil
  }

  /// In a wave, `A: …` is lane A as soon as there is one, or where it is a single capital letter.
  private func laneInWave(_ name: String) -> LaneName? {
    if let lane = LaneName(name) { return lane }
    guard let lane = LaneName(name, isCertain: true) else { return nil }
    let id = lane.id.description
    let isLetter = id.utf8.count == 1 && id.first?.isUppercase == true
    return document.indexOfLane(named: id) != nil || isLetter ? lane : nil
  }

  /// Notes a line that has no place in the plan; neighbours are one remark.
  mutating func leave(_ text: String, at line: Int, in place: Place) {
    if let last = unused.last, last.place == place, line <= last.last + 2 {
      unused[unused.count - 1].last = line
    } else {
      unused.append(Unused(first: line, last: line, text: text, place: place))
    }
  }
}

/// The sentences of a paragraph: a label may begin any of them.
private func sentences(of text: String) -> [String] {
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
