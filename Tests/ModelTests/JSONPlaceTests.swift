import GateModel
import Testing

@Test("a place in JSON is a singular query of RFC 9535, or none")
func jsonPlaces() {
  let json: JSON = [
    "counts": ["running": 3, "none": .null], "items": [["name": "a"], ["name": "b"]],
    "odd key": 1, "it's": 2, "π_1": 3, "-": 4,
  ]
  let found: [(String, JSON?)] = [
    ("$", json), ("$.counts.running", 3), ("$.counts.none", .null), ("$.counts.missing", nil),
    ("$.items[0].name", "a"), ("$.items[-1]['name']", "b"), ("$.items[2]", nil),
    ("$.items[-3]", nil), ("$['odd key']", 1), (#"$["odd key"]"#, 1), (#"$['it\'s']"#, 2),
    ("$.π_1", 3), ("$['-']", 4), ("$.items.name", nil), ("$.counts[0]", nil),
    ("$.items[0][0]", nil),
  ]
  for (text, value) in found {
    let place = JSONPlace(text)
    #expect(place?.description == text)
    #expect(place?.value(in: json) == value, "\(text)")
  }
  let none = [
    "", "counts", "$counts", "$.", "$..name", "$.*", "$[*]", "$[0:1]", "$[?@.a]", "$[01]", "$[-0]",
    "$[1", "$['a]", "$[a]", "$.a-b", "$.1", "$ .a", "$.items.length()", #"$['\n']"#, "$[]",
    "$[99999999999999999999]",
  ]
  for text in none { #expect(JSONPlace(text) == nil, "\(text)") }
}

@Test("a request is a method and a path, and cannot hold a second line")
func requestLines() {
  #expect(RequestLine("GET /a?b=c%20d")?.path == "/a?b=c%20d")
  #expect(RequestLine("DELETE /")?.method == "DELETE")
  let none = [
    "", "GET", "GET  /", "get /", "GET a", "GET http://x/", "GET / HTTP/1.1", "GET /a b", " GET /",
    "GET /\r\nX:1", "GET /é", "GET /#top",
  ]
  for text in none { #expect(RequestLine(text) == nil, "\(text)") }
}
