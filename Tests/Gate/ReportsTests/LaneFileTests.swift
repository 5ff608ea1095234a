import Testing

@testable import GateReports

@Suite("LANE.md")
struct LaneFileTests {
  @Test("is known again as long as its brief is as it was written, and keeps the notes below")
  func again() throws {
    let file = LaneFile(brief: "# Lane A\n\n- own data\n")
    let text = file.text
    #expect(LaneFile(text) == file)
    var noted = try #require(LaneFile(text + "\n## Mine\n"))
    #expect(noted.notes == "\n## Mine\n")
    noted.brief = "# Lane A, anew\n"
    #expect(
      noted.text.hasPrefix("# Lane A, anew\n<!-- ") && noted.text.hasSuffix("-->\n\n## Mine\n"))
    #expect(LaneFile(noted.text) == noted)
    #expect(LaneFile(String(text.dropLast())) == file, "an editor that takes the last line's end")
    // A brief that quotes another one.
    let quoting = LaneFile(brief: "# Lane B\n" + text + "more\n")
    #expect(LaneFile(quoting.text) == quoting)
    for changed in [
      "", "my notes\n", "x" + text, text.replacing("own", with: "mine"), file.brief,
      text.replacing(" -->", with: "0 -->"),
    ] {
      #expect(LaneFile(changed) == nil, "\(changed)")
    }
  }
}
