internal import HTTPTypes

private let json = "application/json"
private let noAgent = (status: 404, words: "There is no agent of that name.")
private let badNumber = (status: 400, words: "A number is none, or out of its range.")
private let noKey = (status: 401, words: "The key is missing, or was not given out here.")
private let wrongKey = (status: 403, words: "The key is somebody else's.")
private let tooLarge = (status: 413, words: "More than 64 KiB.")

/// All that this server answers, in the order of the document.
let endpoints = [
  Endpoint(
    path: "/", summary: "The dashboard.",
    parameters: [("refresh", "Seconds after which a browser without scripts reads it again.")],
    type: "text/html", problems: [badNumber]),
  Endpoint(
    path: "/assets/{name}", summary: "The files of the dashboard.", type: "*/*",
    problems: [(404, "There is no such file.")]),
  Endpoint(
    method: .post, path: "/agents/{id}/ack",
    summary: "The dashboard's button: somebody has seen it.",
    status: 303, problems: [(400, "A number is missing, or out of its range."), noAgent]),
  Endpoint(
    path: "/api/agent-status", summary: "What every agent is doing; who needs a human comes first.",
    parameters: [
      ("wave", "Only lanes of these waves, with commas between them."),
      ("lane", "Only these lanes."), ("status", "Only these statuses."),
      ("needs_me", "1 for only who waits for a human."),
    ], type: json, problems: [(400, "A status or a wave is none.")]),
  Endpoint(
    path: "/api/agent-status/healthz", summary: "How the monitor's sources are.", type: json),
  Endpoint(path: "/api/agent-status/{id}", summary: "One agent.", type: json, problems: [noAgent]),
  Endpoint(
    path: "/api/agent-status/{id}/history", summary: "Its changes, the newest first.",
    parameters: [
      ("before", "Only those with a smaller id: `next` of the page before."),
      ("limit", "From 1 to 1000; 100 without it."),
    ], type: json, problems: [badNumber, noAgent]),
  Endpoint(
    path: "/api/agent-status/{id}/why",
    summary: "What decided, all that was weighed, and what is seen and not yet believed.",
    type: json,
    problems: [noAgent]),
  Endpoint(
    method: .post, path: "/api/agent-status/{id}/ack", summary: "Somebody has seen it.",
    body: "`by`: who; `history_id`: the change that they have seen.", status: 204,
    problems: [(400, "The body is none."), noAgent, (409, "It has changed since.")]),
  Endpoint(
    path: "/api/events", summary: "Everything that happens, as server-sent events.",
    parameters: [
      ("types", "Only events of these kinds."), ("lane", "Only those of these lanes."),
      ("last_event_id", "What comes after this one; the header Last-Event-ID goes before it."),
    ], type: "text/event-stream"),
  Endpoint(
    method: .post, path: "/api/events", summary: "A run of the gate tells of itself.",
    body: "`kind` and `payload`.", status: 204,
    problems: [(400, "It is no event."), noKey, wrongKey, tooLarge], isKeyed: true),
  Endpoint(
    method: .post, path: "/hooks/{dialect}",
    summary: "An agent's program reports: claude, codex, gemini or generic.",
    body: "What the program hands to its hook; of generic, `status` and `detail`.", status: 204,
    others: [(202, "Another server's monitor was told.")],
    problems: [
      (400, "It is no report."), noKey, wrongKey, (404, "There is no such program."), tooLarge,
      (503, "The report could not be written."),
    ], isKeyed: true),
  Endpoint(path: "/healthz", summary: "Whether the process answers.", type: "text/plain"),
  Endpoint(
    path: "/readyz", summary: "Whether its database does too.", type: "text/plain",
    problems: [(503, "The database does not answer.")]),
  Endpoint(path: "/metrics", summary: "Counts and durations, for Prometheus.", type: "text/plain"),
  Endpoint(path: "/openapi.json", summary: "This document.", type: json),
]
