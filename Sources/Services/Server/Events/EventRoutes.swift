internal import HTTPTypes
internal import Hummingbird

/// `/api/events`: everything that happens, as it happens. Source: HTML, 9.2, Server-sent events.
func addEvents(to router: Router<GateContext>, _ feed: EventFeed) {
  router.get("/api/events") { request, context in
    let query = request.uri.queryParameters
    // A browser's EventSource cannot set headers for its first request.
    let given = request.headers[header("Last-Event-ID")] ?? query["last_event_id"].map(String.init)
    let filter = EventFilter(kinds: words(query["types"]), lanes: words(query["lane"]))
    // A place that cannot be read is one that is not there: the reader has to begin anew.
    let place = given.map { Int($0) ?? .max } ?? feed.last
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

/// The words between commas.
func words(_ text: Substring?) -> Set<String> {
  Set((text ?? "").split(separator: ",").map(String.init))
}
