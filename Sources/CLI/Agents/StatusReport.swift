import FoundationEssentials
import GateModel
import Monitor

/// What an agent tells the server about itself: by its program's hook, or in words.
struct StatusReport {
  var place: String
  /// Nil for that of GATE_LANE, or of the branch.
  var lane: String?
  var environment: [String: String]

  /// Sends what a program handed to its hook. The program waits for it and is not to be disturbed: what cannot be
  /// told is not told.
  func send(hook dialect: HookDialect, _ payload: [UInt8]) {
    guard let client = try? ServerClient(around: place, environment), let key = try? key() else {
      return
    }
    try? client.post("/hooks/\(dialect.rawValue)", payload, key: key, within: .seconds(2))
  }

  /// Sends a status.
  func send(_ status: Status, detail: String?) throws {
    let client = try ServerClient.running(around: place, environment)
    let body = JSON.object([
      "status": .string(status.rawValue), "detail": detail.map { .string($0) },
    ])
    try client.post(
      "/hooks/generic", Array(body.text(isPretty: false).utf8), key: key(), within: .seconds(10))
  }

  private func key() throws -> String {
    if let key = environment["GATE_KEY"], !key.isEmpty { return key }
    guard let root = projectRoot(above: place) else {
      throw Failure("there is no gate.yml here or above", hint: "gate init", exit: .unjudged)
    }
    let lane = try Scope(root: root, lane: lane).lane
    let keys = try InstanceFolder(around: place, environment: environment).readKeys()
    guard let key = keys.lanes[lane] else {
      throw Failure(
        "the server has no key for lane \(lane) yet",
        hint: "it reads the plan of the base branch every few seconds", exit: .unjudged)
    }
    return key
  }
}
