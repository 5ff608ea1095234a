internal import GateModel

extension PlanReader {
  /// Puts a line where its place says that it belongs.
  mutating func put(_ text: String, at line: Int, isItem: Bool, in place: Place) {
    if plain(text).isEmpty { return }
    if bare?.place == place { bare = nil }
    if place.stranger != nil, place.topic == nil { return leave(text, at: line, in: place) }
    switch place.owner {
    case .lane(let lane): put(text, at: line, isItem: isItem, lane: lane, place)
    case .wave(let wave): put(text, at: line, wave: wave, place)
    case .part(let wave, let lane):
      switch place.topic {
      case .acceptance, .merge, .members, .lanes: put(text, at: line, wave: wave, place)
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
    case .acceptance:
      for clause in clauses(of: words) {
        if CommandText(clause) != nil {
          document.lanes[lane].acceptance.append(Said(clause, line))
        } else {
          keep("accepted when: \(clause)", at: line, lane: lane, place)
        }
      }
    case .people:
      document.lanes[lane].people.append(words)
      if Agent.kind(of: words) == nil { leave("who: \(words)", at: line, in: place, isKept: true) }
    case .priority: document.lanes[lane].priority = words
    case .branch: document.lanes[lane].branch = words.swapping("`", for: "")
    case .after: keep("depends on: \(words)", at: line, lane: lane, place)
    case .freezes: keep("freezes: \(words)", at: line, lane: lane, place)
    case .merge where isOrder(words): document.merge.append(Said(words, line))
    case .merge: keep("merge: \(words)", at: line, lane: lane, place)
    case .outOfScope: keep("out of scope: \(words)", at: line, lane: lane, place)
    case .goal where document.lanes[lane].title.isEmpty: document.lanes[lane].title = words
    case .suites:
      document.lanes[lane].suites += names(in: words).filter { $0 != "and" }.map { Said($0, line) }
    case .forbidden:
      document.lanes[lane].forbidden += PathLine(text, at: line).paths
      keep(place.commented(words), at: line, lane: lane, place)
    case .other: keep(place.commented(words), at: line, lane: lane, place)
    case nil where isForbidding(text) || isNegated(text) && !PathLine(text, at: line).paths.isEmpty:
      document.lanes[lane].forbidden += PathLine(text, at: line).paths
      keep(words, at: line, lane: lane, place)
    case nil where isItem: document.lanes[lane].tasks.append(words)
    case .goal, .members, .lanes, .waves, nil: keep(words, at: line, lane: lane, place)
    }
  }

  private mutating func put(_ text: String, at line: Int, wave: Int, _ place: Place) {
    let words = plain(text)
    switch place.topic {
    case .acceptance: document.waves[wave].acceptance += clauses(of: words).map { Said($0, line) }
    case .merge: document.waves[wave].merge.append(Said(words, line))
    case .freezes:
      document.waves[wave].freezes = frozen(in: words)
      if frozen(in: words).isEmpty { leave(text, at: line, in: place) }
    case .after:
      let digits = words.drop { !$0.isNumber }.prefix { $0.isNumber }
      document.waves[wave].after = Int(digits)
      if Int(digits) == nil { leave(text, at: line, in: place) }
    case .members, .lanes:
      document.waves[wave].lists.append(Said(words, line))
      // A lane may be named here for the first time.
      for name in names(in: words) where name.utf8.count == 1 && name.first?.isUppercase == true {
        if let lane = LaneName(name, isCertain: true) { _ = document.lane(lane, at: line) }
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
    case .merge: document.merge.append(Said(plain(text), line))
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

  /// Whether an order that stands below a lane is that of the lanes: the document's.
  private func isOrder(_ words: String) -> Bool {
    let found = document.lanes(listedIn: words)
    return !found.lanes.isEmpty && found.unknown.isEmpty
  }

  /// `login and roles, external alerting: …` up to the next colon.
  private func topics(in text: String) -> [String] {
    let list = text.prefix { $0 != ":" && $0 != "：" }
    return list.split { ",，、;；".contains($0) }.map(\.trimmed).filter { !$0.isEmpty }
  }
}
