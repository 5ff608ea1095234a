internal import GateModel

extension PlanReader {
  /// `0 interfaces frozen (signatures, tables); 1 the P0 loop (an instance migrates itself; …)`.
  mutating func putWaves(_ text: String, at line: Int, _ place: Place) {
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
        document.waves[index].acceptance += clauses(of: inside).map { Said($0, line) }
      }
      let rest = name.title[name.title.index(after: close)...].drop { ". 。".contains($0) }
      if !rest.isEmpty { leave(String(rest), at: line, in: place) }
    }
  }
}

extension WaveName {
  fileprivate init(_ name: WaveName, titled title: Substring) {
    self = name
    self.title = title.trimmed
  }
}
