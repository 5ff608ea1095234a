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
    case .files: putFiles(text, at: line, lane: lane, place)
    case .tasks: document.lanes[lane].tasks += clauses(of: words)
    case .acceptance: keep("accepted when: \(words)", at: line, lane: lane, place)
    case .people:
      document.lanes[lane].people.append(words)
      if Agent.kind(of: words) == nil { leave("who: \(words)", at: line, in: place, isKept: true) }
    case .priority: document.lanes[lane].priority = words
    case .branch: document.lanes[lane].branch = words.swapping("`", for: "")
    case .after: keep("depends on: \(words)", at: line, lane: lane, place)
    case .freezes: keep("freezes: \(words)", at: line, lane: lane, place)
    case .merge: keep("merge: \(words)", at: line, lane: lane, place)
    case .outOfScope: keep("out of scope: \(words)", at: line, lane: lane, place)
    case .goal where document.lanes[lane].title.isEmpty: document.lanes[lane].title = words
    case .suites: document.lanes[lane].suites += names(in: words).map { Said($0, line) }
    case .forbidden:
      document.lanes[lane].forbidden += PathLine(text, at: line).paths
      keep(place.commented(words), at: line, lane: lane, place)
    case .other: keep(place.commented(words), at: line, lane: lane, place)
    case nil where isItem: document.lanes[lane].tasks.append(words)
    case .goal, .members, .lanes, .waves, nil: keep(words, at: line, lane: lane, place)
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
    case .outOfScope:
      document.outOfScope.append(words)
      leave("out of scope: \(plain(text))", at: line, in: place, isKept: true)
    case .files: leave(text, at: line, in: place)
    case .goal where document.waves[wave].title.isEmpty: document.waves[wave].title = words
    case .forbidden, .other, .suites, .tasks, .people, .priority, .branch, .goal, .waves, nil:
      keep(place.commented(words), at: line, wave: wave, place)
    }
  }

  private mutating func put(_ text: String, at line: Int, _ place: Place) {
    switch place.topic {
    case .merge: document.merge += names(in: plain(text))
    case .outOfScope:
      document.outOfScope += topics(in: plain(text))
      leave("out of scope: \(plain(text))", at: line, in: place, isKept: true)
    case .waves: putWaves(text, at: line, place)
    case .lanes:
      if let lane = LaneName(text, isCertain: true), !lane.title.isEmpty {
        _ = document.lane(lane, at: line)
      } else {
        leave(text, at: line, in: place)
      }
    case .files, .tasks, .acceptance, .people, .priority, .branch, .after, .freezes, .members,
      .goal, .suites, .forbidden, .other, nil:
      leave(text, at: line, in: place)
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

extension Substring {
  /// `->` leaves a dash at the name before it.
  fileprivate var trimmingDashes: String {
    String(drop { $0 == "-" || $0 == "." }.reversed().drop { $0 == "-" || $0 == "." }.reversed())
  }
}
