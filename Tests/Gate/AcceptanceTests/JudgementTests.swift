import GateModel
import HTTP
import Postgres
import Processes
import Testing

@testable import GateAcceptance

private func criterion(_ probe: Criterion.Probe) -> Criterion {
  Criterion(
    name: "it works", probe: probe, serve: false,
    location: Location(file: "Waves/1.yml", line: 9, column: 5))
}

private func http(
  _ status: Int? = nil, _ place: String? = nil, _ expectation: Criterion.Expectation? = nil
) throws -> Criterion.Probe {
  .http(
    try #require(RequestLine("GET /x")), status: status, json: place.flatMap { JSONPlace($0) },
    expectation)
}

private func response(_ status: Int, _ body: String = "") -> Found {
  .response(HTTPResponse(status: status, body: Array(body.utf8)))
}

private func suite(_ result: Outcome.Result) -> Found {
  .suite(Outcome(check: Check(id: .suite("unit"), reason: ""), result: result))
}

private func error(_ state: SQLState?) -> Found {
  .queryError(PostgresError("no", sqlState: state))
}

@Test("what was found is held against what is asked for, and said in one line")
func judgements() throws {
  let long = String(repeating: "x", count: 200)
  let cases: [(Criterion.Probe, Found, Judgement)] = [
    (.run("./smoke", exit: 0), .ending(.exited(0), lastLines: nil), .met("./smoke exited with 0")),
    (
      .run("a\n  b", exit: 3), .ending(.exited(0), lastLines: nil),
      .unmet("a b exited with 0", expected: "the exit code 3")
    ),
    (
      .run("x", exit: 0), .ending(.timedOut, lastLines: nil),
      .unmet("x ran into its time limit of 10 minutes", expected: "the exit code 0")
    ),
    (.run("x", exit: 127), .ending(.exited(127), lastLines: nil), .met("x exited with 127")),
    (
      .run("x", exit: 0), .ending(.exited(127), lastLines: nil),
      .unjudged("x exited with 127: its command cannot be run; look at its last lines")
    ),
    (.run("x", exit: 0), .ending(.cancelled, lastLines: nil), .unjudged("x was interrupted")),
    (.suite("unit"), suite(.passed), .met("suite/unit passed")),
    (.suite("unit"), suite(.cached), .met("suite/unit cached")),
    (.suite("unit"), suite(.failed), .unmet("suite/unit failed", expected: "that it passes")),
    (
      .suite("unit"), suite(.skipped),
      .unjudged("suite/unit skipped: the suite has to run for this; see its own check")
    ),
    (
      .suite("unit"), .suite(nil),
      .unjudged("suite/unit was not run: the suite has to run for this; see its own check")
    ),
    (try http(), response(204), .met("GET /x: 204")),
    (try http(), response(302), .unmet("GET /x: 302", expected: "a status from 200 to 299")),
    (try http(302), response(302), .met("GET /x: 302")),
    (try http(200), response(404), .unmet("GET /x: 404", expected: "the status 200")),
    (
      try http(), .silence(.timedOut),
      .unmet("GET /x: no answer came in time", expected: "a status from 200 to 299")
    ),
    (
      try http(), .silence(.noLibrary),
      .unjudged("libcurl is not on this machine; Debian's package is `libcurl4`")
    ),
    (
      try http(200, "$.n", .atLeast(3)), response(200, #"{"n": 3}"#), .met("GET /x: 200, $.n is 3")
    ),
    (
      try http(200, "$.n", .atLeast(4)), response(200, #"{"n": 3}"#),
      .unmet("GET /x: 200, $.n is 3", expected: "at least 4")
    ),
    (
      try http(200, "$.m", .equals("3")), response(200, #"{"n": 3}"#),
      .unmet("GET /x: 200, $.m is not there", expected: "`3`")
    ),
    (
      try http(200, "$.m", .equals("3")), response(200, "<html>"),
      .unmet("GET /x: 200, the answer is no JSON", expected: "`3`")
    ),
    (
      try http(nil, nil, .equals("ok")), response(200, "ok\n"),
      .met("GET /x: 200, the answer is `ok`")
    ),
    (
      try http(nil, nil, .contains("b")), response(200, long),
      .unmet(
        "GET /x: 200, the answer is `\(long.prefix(79))…`",
        expected: "something that contains `b`")
    ),
    (.sql("select 1", .equals("1")), .value(.text("1")), .met("select 1: 1")),
    (
      .sql("select 1", .equals("2")), .value(.text("1")), .unmet("select 1: 1", expected: "`2`")
    ),
    (
      .sql("q", .contains("null")), .value(.null),
      .unmet("q: null", expected: "something that contains `null`")
    ),
    (.sql("q", .atLeast(0.5)), .value(.noRow), .unmet("q: no row", expected: "at least 0.5")),
    (.sql("q", .atLeast(1)), error("42P01"), .unmet("q: no", expected: "at least 1")),
    (.sql("q", .atLeast(1)), error("22012"), .unmet("q: no", expected: "at least 1")),
    (.sql("q", .atLeast(1)), error("42601"), .unjudged("q: no")),
    (.sql("q", .atLeast(1)), error("57014"), .unjudged("q: no")),
    (.sql("q", .atLeast(1)), error(nil), .unjudged("q: no")),
    (try http(), .unjudged("why", lastLines: nil), .unjudged("why")),
  ]
  for (probe, found, expected) in cases {
    #expect(Judgement(of: criterion(probe), found) == expected, "\(probe) \(found)")
  }
}

@Test(
  "a criterion that is not met is a finding at its place, and one that cannot be judged is none")
func outcomes() {
  let asked = criterion(.sql("select 1", .equals("2")))
  let failed = Trial(criterion: asked, found: .value(.text("1"))).outcome
  #expect(failed.check.id == .acceptance("it works"))
  #expect(failed.result == .failed && failed.evidence == "select 1: 1")
  #expect(
    failed.findings.map(\.message) == ["`it works` is not met: select 1: 1; expected `2`"])
  #expect(failed.findings.map(\.path) == [RepoPath("Waves/1.yml")])
  #expect(failed.findings.map(\.line) == [9])
  let broken = Trial(criterion: asked, found: .unjudged("why", lastLines: "last")).outcome
  #expect(broken.result == .broken("why") && broken.output == "last" && broken.findings.isEmpty)
  #expect(broken.evidence == nil)
}
