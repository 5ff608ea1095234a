internal import FoundationEssentials
internal import GateModel
internal import Postgres

extension SQL.StringInterpolation {
  /// Appends a `timestamptz`, without loss: 2^53 microseconds are 285 years.
  mutating func appendInterpolation(_ instant: Instant) {
    appendLiteral("('epoch'::timestamptz + ")
    appendInterpolation(Int(instant.microseconds))
    appendLiteral("::bigint * interval '1 microsecond')")
  }
}

extension SightedAgent {
  init?(_ row: Row) {
    guard let id = row["id"].flatMap({ AgentID($0) }),
      let kind = row["kind"].flatMap({ AgentKind(rawValue: $0) }), let source = row["source"]
    else { return nil }
    let locator = row["locator"].flatMap { JSON(text: $0)?.members } ?? []
    self.init(
      id, lane: row["lane"].flatMap { LaneID($0) }, kind: kind, source: source,
      locator: Dictionary(
        locator.compactMap { member in member.value.string.map { (member.name, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }
}

extension JSON {
  /// Reads a text; nil where it is no JSON.
  init?(text: String) {
    // What the database holds as jsonb is JSON.
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)) else { return nil }
    self = json
  }
}
