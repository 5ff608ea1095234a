internal import GateModel

/// What any tool can report about itself: `{"status": "waiting_input", "detail": "which branch?"}`, with
/// `substate`, `turn` and the number `background_tasks` where it likes.
enum GenericHooks {
  static func meaning(of hook: HookPayload) throws(HookProblem) -> HookMeaning {
    guard let word = hook.word("status") else { throw .missing("status") }
    var meaning = HookMeaning(event: "report", turn: hook.word("turn"))
    // That nothing is known is nothing to report.
    let statuses = Status.allCases.filter { $0 != .unknown }.map(\.rawValue)
    guard statuses.contains(word), let status = Status(rawValue: word) else {
      throw unknown(word, "status", statuses)
    }
    meaning.claim = status
    if let word = hook.word("substate") {
      guard let substate = Substate(rawValue: word) else {
        throw unknown(word, "substate", Substate.allCases.map(\.rawValue))
      }
      meaning.substate = substate
    }
    meaning.detail = hook.json["detail"]?.string
    meaning.backgroundTasks = hook.json["background_tasks"]?.integer
    meaning.opensTurn = hook.json["opens_turn"] == .bool(true)
    return meaning
  }

  private static func unknown(_ word: String, _ member: String, _ words: [String]) -> HookProblem {
    .unknownWord(oneLine(word, limit: 40), member: member, nearest: nearest(to: word, among: words))
  }
}
