internal import GateModel

/// Reads a plan out of a Markdown document: headings and labels say what the lines below them are.
struct PlanReader {
  var document = PlanDocument()
  /// The headings that are open.
  var sections: [(level: Int, place: Place)] = []
  /// The labels within the innermost section, with the indent of each; -1 for one in a paragraph.
  var labels: [(indent: Int, place: Place, isUsed: Bool)] = []
  private var isAfterBlank = true
  var table: [Column]?
  /// A label that is only a comment, until something stands below it.
  var bare: (place: Place, line: Int)?
  private var unused: [Unused] = []

  /// Whose lines these are, and what they are about.
  struct Place: Hashable {
    var owner = Owner.document
    var topic: Topic?
    /// A heading or a label that no plan knows, or one that forbids.
    var stranger: String?

    var isWave: Bool {
      if case .wave = owner { true } else { false }
    }

    var lane: Int? {
      switch owner {
      case .lane(let lane), .part(_, let lane): lane
      case .document, .wave: nil
      }
    }

    /// Whether what stands here is only ever a comment.
    var isAside: Bool { topic == .forbidden || topic == .other }

    /// What stands below a label here is kept as a comment.
    func aside(_ topic: Topic, _ name: String) -> Place {
      Place(owner: owner, topic: topic, stranger: name)
    }
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
    var isKept: Bool
  }

  /// Reads a whole document; what finds no place is among its remarks.
  static func read(_ text: String) -> PlanDocument {
    var reader = PlanReader()
    for line in MarkdownLine.all(in: text) { reader.read(line) }
    reader.endLabel()
    for unused in reader.unused {
      let more = unused.last > unused.first ? " (and on to line \(unused.last))" : ""
      // A comment has the name of its place in it.
      let stranger = unused.isKept ? nil : unused.place.stranger
      let under = stranger.map { " under `\(excerpt($0))`" } ?? ""
      let what = unused.isKept ? "kept only as a comment" : "not used"
      reader.document.remarks.append(
        Remark(
          line: unused.first, message: "\(what)\(under): \(excerpt(unused.text))\(more)"))
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
    endLabel()
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
    } else if let lane = LaneName(text, isCertain: outer.topic == .lanes)
      ?? (outer.isWave ? document.lane(titled: plain(text)) : nil).flatMap({ lane in
        LaneName(lane.description, isCertain: true)
      })
    {
      let index = document.lane(lane, at: line)
      place.owner = .lane(index)
      if case .wave(let wave) = outer.owner {
        place.owner = .part(wave: wave, lane: index)
        document.add(nil, to: document.lanes[index].id, in: wave)
      }
    } else if let topic = Topic(named: name) {
      place.topic = topic
      if topic == .forbidden { place.stranger = plain(name) }
      if topic == .files, outer.isAside { place = outer }
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
    if let (inner, rest) = label(text, indent: indent, at: line) {
      if indent < 0 { labels = [] }
      labels.append((indent, inner, false))
      if inner.isAside, rest.isEmpty { open(inner, at: line) }
      if !rest.isEmpty {
        put(rest, at: line, isItem: indent >= 0, in: inner)
        labels[labels.count - 1].isUsed = true
      }
    } else {
      let outer = place
      put(text, at: line, isItem: indent >= 0, in: outer)
      // Such a line is a label without its colon: what is below it is none of the files.
      let isLabel = outer.topic == .files && PathLine(text, at: line).paths.isEmpty
      let isForbidding =
        outer.topic == .files && isNegated(text) || outer.topic == nil && isForbidding(text)
      if isLabel || isForbidding, outer.lane != nil {
        if indent < 0 { labels = [] }
        let topic: Topic = isForbidding ? .forbidden : .other
        labels.append((indent, outer.aside(topic, plain(text)), true))
      }
    }
  }

  /// Notes a line that has no place in the plan, or only that of a comment; neighbours are one remark,
  /// but for those that may be about paths.
  mutating func leave(_ text: String, at line: Int, in place: Place, isKept: Bool = false) {
    let isAlone = isKept && [.files, .forbidden, .other].contains(place.topic)
    if !isAlone, let last = unused.last, last.place == place, last.isKept == isKept,
      line <= last.last + 2
    {
      unused[unused.count - 1].last = line
    } else {
      unused.append(Unused(first: line, last: line, text: text, place: place, isKept: isKept))
    }
  }
}
