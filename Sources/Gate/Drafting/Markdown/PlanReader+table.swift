internal import GateModel

extension PlanReader {
  /// What a column of a table holds.
  enum Column: Hashable {
    case lane
    case wave
    case topic(Topic)
    case other(String)

    init(head: String) {
      let name = bareName(head)
      if ["lane", "泳道", "车道", "通道", "id"].contains(name) {
        self = .lane
      } else if ["wave", "波次", "阶段"].contains(name) {
        self = .wave
      } else if let topic = Topic(named: head) {
        self = topic == .forbidden ? .other(plain(head)) : .topic(topic)
      } else {
        self = ["title", "name", "标题", "名称"].contains(name) ? .topic(.goal) : .other(plain(head))
      }
    }
  }

  /// A row: the first is the head.
  mutating func read(_ cells: [String], at line: Int) {
    guard let columns = table else {
      table = cells.map(Column.init(head:))
      return
    }
    if cells.isEmpty { return }
    let row = Array(zip(columns, cells))
    guard let place = place(of: row, at: line) else {
      return leave(cells.joined(separator: " | "), at: line, in: place)
    }
    for (column, cell) in row where !cell.isEmpty {
      switch column {
      case .lane, .wave: break
      case .topic(let topic) where topic == .tasks || topic == .acceptance:
        for clause in clauses(of: cell) {
          put(clause, at: line, isItem: true, in: Place(owner: place.owner, topic: topic))
        }
      case .topic(let topic):
        put(cell, at: line, isItem: true, in: Place(owner: place.owner, topic: topic))
      case .other(let name):
        if isNegated(name), let lane = place.lane {
          document.lanes[lane].forbidden += PathLine(cell, at: line).paths
        }
        note("\(name): \(plain(cell))", at: line, place)
      }
    }
    if cells.count > columns.count {
      leave(cells[columns.count...].joined(separator: " | "), at: line, in: place)
    }
  }

  private mutating func place(of row: [(column: Column, cell: String)], at line: Int) -> Place? {
    func cell(_ column: Column) -> String? { row.first { $0.column == column }?.cell }
    let lane = cell(.lane).flatMap { LaneName($0, isCertain: true) }
      .map { document.lane($0, at: line) }
    let wave = cell(.wave).flatMap { WaveName($0) ?? WaveName("wave \($0)") }
      .map { document.wave($0, at: line) }
    var around: Int?
    if case .wave(let index) = place.owner { around = index }
    switch (wave ?? around, lane) {
    case (let wave?, let lane?):
      document.add(nil, to: document.lanes[lane].id, in: wave)
      return Place(owner: .part(wave: wave, lane: lane))
    case (nil, let lane?): return Place(owner: .lane(lane))
    case (let wave?, nil): return cell(.wave) == nil ? nil : Place(owner: .wave(wave))
    case (nil, nil): return nil
    }
  }

  private mutating func note(_ text: String, at line: Int, _ place: Place) {
    switch place.owner {
    case .lane(let lane), .part(_, let lane): keep(text, at: line, lane: lane, place)
    case .wave(let wave): keep(text, at: line, wave: wave, place)
    case .document: break
    }
  }
}
