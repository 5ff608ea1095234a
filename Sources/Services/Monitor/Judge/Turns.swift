/// Which turn of the conversation is the newest, because reports of an older one may come late.
struct Turns: Sendable, Hashable {
  private var newest: String?
  private var isOpen = false
  private var ended: [String] = []

  private static let remembered = 64

  /// Why a report comes too late to count; nil where it does not.
  func refusal(of evidence: Evidence) -> Why.Reason? {
    guard let turn = evidence.turn, evidence.subagent == nil, let claim = evidence.claim else {
      return nil
    }
    if ended.contains(turn) { return .turnEnded }
    return Turns.ends(claim) && isOpen && turn != newest ? .olderTurn : nil
  }

  mutating func note(_ evidence: Evidence) {
    guard let turn = evidence.turn, evidence.subagent == nil, let claim = evidence.claim else {
      return
    }
    if evidence.opensTurn {
      if let newest, newest != turn { end(newest) }
      (newest, isOpen) = (turn, true)
    }
    guard Turns.ends(claim) else { return }
    if turn == newest || newest == nil { (newest, isOpen) = (turn, false) }
    end(turn)
  }

  private mutating func end(_ turn: String) {
    ended.removeAll { $0 == turn }
    ended.append(turn)
    if ended.count > Turns.remembered { ended.removeFirst() }
  }

  private static func ends(_ claim: Status) -> Bool { claim == .idle || claim == .error }
}
