internal import NIOCore
internal import Postgres

/// Something that happened, ready to be sent.
struct FeedEvent: Sendable {
  var id: Int
  /// `agent_status`, `check_ended`, …
  var kind: String
  /// Nil for what is no lane's.
  var lane: String?
  /// As a stream has it. Source: HTML, 9.2.6.
  var frame: ByteBuffer

  init(id: Int, kind: String, lane: String?, payload: String) {
    self.id = id
    self.kind = kind
    self.lane = lane
    // The database writes JSON on one line.
    frame = ByteBuffer(string: "id: \(id)\nevent: \(kind)\ndata: \(payload)\n\n")
  }

  /// Those after an id, in order.
  static func read(after id: Int, limit: Int, from connection: Connection) async throws
    -> [FeedEvent]
  {
    try await connection.query(
      """
      select id, kind, lane, payload::text as payload from event where id > \(id)::bigint
      order by id limit \(limit)::bigint
      """
    ).compactMap { row in
      guard let id = row.int("id"), let kind = row["kind"], let payload = row["payload"] else {
        return nil
      }
      return FeedEvent(id: id, kind: kind, lane: row["lane"], payload: payload)
    }
  }
}

/// Which events a reader wants.
struct EventFilter: Sendable {
  /// Empty for all.
  var kinds: Set<String> = []
  /// Empty for all.
  var lanes: Set<String> = []

  func admits(_ event: FeedEvent) -> Bool {
    (kinds.isEmpty || kinds.contains(event.kind))
      && (lanes.isEmpty || event.lane.map(lanes.contains) ?? false)
  }
}
