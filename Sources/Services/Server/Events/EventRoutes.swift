internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/events`: everything that happens, as it happens. Source: HTML, 9.2, Server-sent events.
func addEvents(to router: Router<GateContext>, _ feed: EventFeed) {
  router.get("/api/events") { request, context in
    let query = request.uri.queryParameters
    // A browser's EventSource cannot set headers for its first request.
    let given = request.headers[header("Last-Event-ID")] ?? query["last_event_id"].map(String.init)
    let filter = EventFilter(kinds: words(query["types"]), lanes: words(query["lane"]))
    // A place that cannot be read is one that is not there: the reader has to begin anew.
    let place: Int
    if let given { place = Int(given) ?? .max } else { place = try await feed.end() }
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        header("X-Accel-Buffering"): "no",
      ],
      body: ResponseBody { [channel = context.channel] writer in
        try await EventWriter(feed, filter, channel).write(after: place, to: &writer)
        try await writer.finish(nil)
      })
  }
}

/// What the gate tells of its own runs, with its key: an event of its kind, for whoever follows.
func addRuns(to router: Router<GateContext>, _ pool: Pool, _ workspace: Workspace) {
  router.post("/api/events") { request, _ in
    guard case .gate = try workspace.holder(of: request) else {
      throw Problem(.forbidden, "A lane's key is not the gate's.")
    }
    let event = try await json(of: request)
    guard let kind = event["kind"]?.string.flatMap({ RunEventKind(rawValue: $0) }),
      let payload = event["payload"], payload.members != nil,
      // The database has no such character.
      !payload.text(isPretty: false).contains("\\u0000")
    else {
      let kinds = RunEventKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, "An event has a `kind`, of \(kinds), and a `payload`.")
    }
    try await pool.withConnection { connection in
      try await connection.query(
        """
        insert into event (kind, lane, payload)
        values (\(kind.rawValue), (select id from lane where id = \(payload["lane"]?.string)),
                \(payload.text(isPretty: false))::jsonb)
        """)
    }
    return Response(status: .noContent)
  }
}

/// What happens in a run of the gate.
enum RunEventKind: String, CaseIterable {
  case runStarted = "run_started"
  case checkStarted = "check_started"
  case checkEnded = "check_ended"
  case runEnded = "run_ended"
}

/// The words between commas.
func words(_ text: Substring?) -> Set<String> {
  Set((text ?? "").split(separator: ",").map(String.init))
}
