internal import GateModel

extension PlanReader {
  /// The place that a line opens for those below it, and what it says itself.
  mutating func label(_ text: String, indent: Int, at line: Int) -> (place: Place, rest: String)? {
    let place = place
    guard let (name, rest) = splitAtColon(text) ?? bareLabel(text) else {
      // `- Lane A (P0) data layer` says it without a colon.
      guard place.owner == .document, place.stranger == nil,
        place.topic == nil || place.topic == .lanes,
        let lane = LaneName(text)
      else { return nil }
      return (Place(owner: .lane(document.lane(lane, at: line))), "")
    }
    let topic = Topic(named: name)
    if let topic, topic != .forbidden {
      // `Files:` below `Do not touch` are the files not to touch.
      let around = indent < 0 ? sections.last?.place : place
      if topic == .files, around?.isAside == true { return nil }
      return (Place(owner: place.owner, topic: topic), rest)
    }
    if place.stranger == nil, let opened = named(name, text, rest, at: line) { return opened }
    guard let topic = asideTopic(topic, name, rest, isItem: indent >= 0) else { return nil }
    return (place.aside(topic, name), rest)
  }

  /// A lane or a wave as a label.
  private mutating func named(
    _ name: String, _ text: String, _ rest: String, at line: Int
  ) -> (place: Place, rest: String)? {
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

  /// Whether a label that forbids, or that no plan knows, sets what follows it apart. In a list of
  /// tasks or criteria, `Backend: the API` is one of them.
  private func asideTopic(_ topic: Topic?, _ name: String, _ rest: String, isItem: Bool) -> Topic? {
    let isList = place.topic != nil && place.topic != .files
    if place.owner == .document || place.topic == .outOfScope { return nil }
    if topic == .forbidden { return isList && isItem && !rest.isEmpty ? nil : topic }
    if place.stranger != nil || name.isEmpty { return nil }
    if place.topic == .files { return PathLine(name, at: 0).paths.isEmpty ? .other : nil }
    if isItem { return isList || !rest.isEmpty ? nil : .other }
    return isList && !rest.isEmpty ? nil : .other
  }

  /// A line in bold, or one that is nothing but a name that a plan knows.
  private func bareLabel(_ text: String) -> (name: String, rest: String)? {
    let isBold = text.hasPrefix("**") && text.hasSuffix("**") && text.utf8.count > 4
    let isPath = isBold && !PathLine(text, at: 0).paths.isEmpty
    return isBold && !isPath || Topic(exactly: text) != nil ? (plain(text), "") : nil
  }

  /// `Do not touch`, and nothing else.
  func isForbidding(_ text: String) -> Bool {
    isNegated(text) && text.count <= 24 && Topic(named: text) == .forbidden
      && PathLine(text, at: 0).paths.isEmpty && !text.hasSuffix(".") && !text.hasSuffix("。")
  }

  /// In a wave, `A: …` is lane A as soon as there is one, or where it is a single capital letter;
  /// a title is that of its lane.
  func laneInWave(_ name: String) -> LaneName? {
    if let lane = LaneName(name) { return lane }
    if let id = document.lane(titled: name) {
      return LaneName(id.description, isCertain: true)
    }
    guard let lane = LaneName(name, isCertain: true) else { return nil }
    let id = lane.id.description
    let isLetter = id.utf8.count == 1 && id.first?.isUppercase == true
    return document.indexOfLane(named: id) != nil || isLetter ? lane : nil
  }
}
