internal import GateModel

extension PlanReader {
  /// Puts a line where its place says that it belongs.
  mutating func put(_ text: String, at line: Int, isItem: Bool, in place: Place) {
    if plain(text).isEmpty { return }
    if place.stranger != nil, place.topic == nil { return leave(text, at: line, in: place) }
    switch place.owner {
    case .lane(let lane): put(text, at: line, isItem: isItem, lane: lane, place)
    case .wave(let wave): put(text, at: line, wave: wave, place)
    case .part(let wave, let lane):
      switch place.topic {
      case .acceptance: document.waves[wave].acceptance.append(plain(text))
      case nil, .tasks, .goal:
        document.add(plain(text), to: document.lanes[lane].id, in: wave)
      case .some: put(text, at: line, isItem: isItem, lane: lane, place)
      }
    case .document: put(text, at: line, place)
    }
  }

  private mutating func put(_ text: String, at line: Int, isItem: Bool, lane: Int, _ place: Place) {
    let words = plain(text)
    switch place.topic {
    case .files:
      let found = pathTexts(in: text, at: line)
      if found.isEmpty { leave(text, at: line, in: place) }
      document.lanes[lane].paths += found
    case .tasks: document.lanes[lane].tasks += clauses(of: words)
    case .acceptance: document.lanes[lane].notes.append("accepted when: \(words)")
    case .people: document.lanes[lane].people.append(words)
    case .priority: document.lanes[lane].priority = words
    case .branch: document.lanes[lane].branch = words.swapping("`", for: "")
    case .after: document.lanes[lane].notes.append("depends on: \(words)")
    case .freezes: document.lanes[lane].notes.append("freezes: \(words)")
    case .merge: document.lanes[lane].notes.append("merge: \(words)")
    case .outOfScope: document.lanes[lane].notes.append("out of scope: \(words)")
    case .goal where document.lanes[lane].title.isEmpty: document.lanes[lane].title = words
    case .goal, .members, .lanes, .waves: document.lanes[lane].notes.append(words)
    case nil where isItem: document.lanes[lane].tasks.append(words)
    case nil: document.lanes[lane].notes.append(words)
    }
  }

  private mutating func put(_ text: String, at line: Int, wave: Int, _ place: Place) {
    let words = plain(text)
    switch place.topic {
    case .acceptance: document.waves[wave].acceptance.append(words)
    case .merge: document.waves[wave].merge += names(in: words)
    case .freezes:
      document.waves[wave].freezes = frozen(in: words)
      if frozen(in: words).isEmpty { leave(text, at: line, in: place) }
    case .after:
      let digits = words.drop { !$0.isNumber }.prefix { $0.isNumber }
      document.waves[wave].after = Int(digits)
      if Int(digits) == nil { leave(text, at: line, in: place) }
    case .members, .lanes:
      for name in names(in: words) {
        if let index = document.indexOfLane(named: name) {
          document.add(nil, to: document.lanes[index].id, in: wave)
        } else if name.utf8.count == 1, let lane = LaneName(name, isCertain: true) {
          document.add(nil, to: document.lanes[document.lane(lane, at: line)].id, in: wave)
        }
      }
    case .outOfScope: document.outOfScope.append(words)
    case .files: leave(text, at: line, in: place)
    case .goal where document.waves[wave].title.isEmpty: document.waves[wave].title = words
    case .tasks, .people, .priority, .branch, .goal, .waves, nil:
      document.waves[wave].notes.append(words)
    }
  }

  private mutating func put(_ text: String, at line: Int, _ place: Place) {
    switch place.topic {
    case .merge: document.merge += names(in: plain(text))
    case .outOfScope: document.outOfScope += topics(in: plain(text))
    case .waves: putWaves(text, at: line, place)
    case .lanes:
      if let lane = LaneName(text, isCertain: true), !lane.title.isEmpty {
        _ = document.lane(lane, at: line)
      } else {
        leave(text, at: line, in: place)
      }
    case .files, .tasks, .acceptance, .people, .priority, .branch, .after, .freezes, .members,
      .goal,
      nil:
      leave(text, at: line, in: place)
    }
  }

  /// `0 interfaces frozen (signatures, tables); 1 the P0 loop (an instance migrates itself; …)`.
  private mutating func putWaves(_ text: String, at line: Int, _ place: Place) {
    for clause in clauses(of: text) {
      let digits = clause.prefix { $0.isASCII && $0.isNumber }
      guard let name = WaveName(clause) ?? WaveName("wave \(clause)"),
        !digits.isEmpty || WaveName(clause) != nil
      else {
        leave(clause, at: line, in: place)
        continue
      }
      let open = name.title.firstIndex { $0 == "(" || $0 == "（" }
      let close = name.title.lastIndex { $0 == ")" || $0 == "）" }
      let index = document.wave(
        WaveName(name, titled: name.title[..<(open ?? name.title.endIndex)]), at: line)
      guard let open, let close, open < close else { continue }
      let inside = String(name.title[name.title.index(after: open)..<close])
      let title = document.waves[index].title.lowercased()
      if ["froz", "freez", "冻结"].contains(where: title.contains), !frozen(in: inside).isEmpty {
        document.waves[index].freezes = frozen(in: inside)
      } else {
        document.waves[index].acceptance += clauses(of: inside)
      }
      let rest = name.title[name.title.index(after: close)...].drop { ". 。".contains($0) }
      if !rest.isEmpty { leave(String(rest), at: line, in: place) }
    }
  }

  /// The words of an order or a list that may be lanes: `A → B → D`.
  func names(in text: String) -> [String] {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))) }
      .map { $0.trimmingDashes }.filter { !$0.isEmpty }
  }

  /// `login and roles, external alerting: …` up to the next colon.
  private func topics(in text: String) -> [String] {
    let list = text.prefix { $0 != ":" && $0 != "：" }
    return list.split { ",，、;；".contains($0) }.map(\.trimmed).filter { !$0.isEmpty }
  }
}

extension WaveName {
  fileprivate init(_ name: WaveName, titled title: Substring) {
    self = name
    self.title = title.trimmed
  }
}

extension Substring {
  /// `->` leaves a dash at the name before it.
  fileprivate var trimmingDashes: String {
    String(drop { $0 == "-" || $0 == "." }.reversed().drop { $0 == "-" || $0 == "." }.reversed())
  }
}
