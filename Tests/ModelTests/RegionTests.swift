import Testing

@testable import GateModel

@Test("markers are read in any comment, and prose about them is not one")
func markers() {
  let cases: [(line: String, isMarker: Bool)] = [
    ("// gate:region a", true), ("# gate:end a", true), ("<!-- gate:region a-b -->", true),
    ("/* gate:end a.b */", true), ("gate:region a", true), ("  -- gate:region a", true),
    ("write `gate:region NAME` there", false), ("// see gate:region a", false),
    ("// gate:region", false), ("// gate:region a b", false), ("// gate:regions a", false),
    ("x = 1  # gate:region a", false), ("// gate:region é", false),
  ]
  for (line, isMarker) in cases { #expect(RegionMap.isMarker(line[...]) == isMarker, "\(line)") }
}

@Test("what is wrong with markers is found by line")
func markerProblems() {
  func map(_ text: String) -> RegionMap { RegionMap(lines: text.lines) }
  typealias Problem = RegionMap.Problem
  let cases: [(text: String, regions: [Region], problems: [Problem])] = [
    ("#gate:region a\nx\n#gate:end a", [Region(name: "a", lines: 1...3)], []),
    ("#gate:region a", [], [Problem(line: 1, name: "a", kind: .neverEnds)]),
    ("\n#gate:end a", [], [Problem(line: 2, name: "a", kind: .neverBegan)]),
    (
      "#gate:region a\n#gate:region b\n#gate:end b\n#gate:end a",
      [Region(name: "a", lines: 1...4)],
      [
        Problem(line: 2, name: "b", kind: .nested(in: "a")),
        Problem(line: 3, name: "b", kind: .neverBegan),
      ]
    ),
    (
      "#gate:region a\n#gate:end a\n#gate:region a\n#gate:end a",
      [Region(name: "a", lines: 1...2), Region(name: "a", lines: 3...4)],
      [Problem(line: 3, name: "a", kind: .duplicate(of: 1))]
    ),
  ]
  for (text, regions, problems) in cases {
    #expect(map(text).regions == regions && map(text).problems == problems, "\(text)")
  }
}

@Test("many regions are read and looked up in about linear time")
func manyRegions() {
  let count = 40_000
  let text = (0..<count).map { "#gate:region r\($0)\nx\n#gate:end r\($0)\n" }.joined()
  let clock = ContinuousClock()
  let time = clock.measure {
    let map = RegionMap(lines: text.lines)
    let wrong = (0..<count).filter { map.region(at: 3 * $0 + 2) != map.region(named: "r\($0)") }
    #expect(wrong.isEmpty)
    #expect(map.regions.count == count && map.problems.isEmpty)
  }
  #expect(time < .seconds(20))
}
