import GateModel
import TestSupport
import Testing
import Tmux

@testable import Monitor

private let start = Instant(microseconds: 1_000_000_000)

private func row(
  _ pane: String, session: String = "s", window: String = "w", mark: String = "",
  process: Int32 = 10
) throws -> PaneRow {
  PaneRow(
    pane: try #require(PaneID(pane)), isDead: false, exitCode: nil, process: process, activity: 5,
    shape: "0 0", session: session, window: window, mark: mark, command: "", title: "")
}

private func assignment(
  _ lane: String, _ kind: AgentKind = .claude, tmux: String? = nil, folder: String? = nil
) throws -> Assignment {
  Assignment(lane: try #require(LaneID(lane)), kind: kind, tmux: tmux, folder: folder)
}

extension PaneBook {
  /// `B=%1` for each agent; with `?` where its pane is gone.
  fileprivate var text: String {
    ids.compactMap { id in
      agents[id].map { "\(id)=\($0.row.pane)\($0.missing == nil ? "" : "?")" }
    }.joined(separator: " ")
  }
}

@Suite("whose pane is whose")
struct PaneBookTests {
  @Test("a mark goes before names, and a pane of somebody else is nobody's")
  func matching() throws {
    let roster = [
      try assignment("A", tmux: "alpha", folder: "/trees/a"), try assignment("B", tmux: "s:win"),
      try assignment("C", tmux: "c"),
    ]
    let cases: [([PaneRow], String)] = [
      ([], ""),
      ([try row("%1"), try row("%2", session: "x")], ""),
      ([try row("%1", session: "alpha")], "A=%1"),
      ([try row("%1", window: "alpha")], "A=%1"),
      ([try row("%1", mark: "/trees/a"), try row("%2", mark: "B")], "A=%1 B=%2"),
      // Beside a marked pane a name is only a name.
      ([try row("%1", session: "alpha"), try row("%2", mark: "A")], "A=%2"),
      ([try row("%1", session: "alpha", mark: "/trees/other")], ""),
      (
        [try row("%1", session: "s", window: "win"), try row("%2", session: "t", window: "win")],
        "B=%1"
      ),
      // One window in two sessions.
      ([try row("%1", session: "c"), try row("%1", session: "d", window: "c")], "C=%1"),
      ([try row("%4", session: "c"), try row("%2", session: "c")], "C=%4 C:%2=%2"),
    ]
    for (rows, expected) in cases {
      var book = PaneBook()
      book.take(rows, roster, at: start)
      #expect(book.text == expected)
    }
  }

  @Test(
    "a lane's agent stays in its pane, and the next pane takes its place only when that is gone")
  func sticky() throws {
    let roster = [try assignment("A", tmux: "a")]
    let (one, two, three) = (
      try row("%1", session: "a"), try row("%2", session: "a"), try row("%3", session: "a")
    )
    var book = PaneBook()
    let looks: [([PaneRow], String)] = [
      ([two], "A=%2"), ([one, two], "A=%2 A:%1=%1"), ([two, one], "A=%2 A:%1=%1"),
      ([one], "A=%2? A:%1=%1"), ([one, three], "A=%3 A:%1=%1"), ([three], "A=%3 A:%1=%1?"),
      ([], "A=%3? A:%1=%1?"), ([three], "A=%3 A:%1=%1?"),
    ]
    for (index, (rows, expected)) in looks.enumerated() {
      book.take(rows, roster, at: start.advanced(by: .seconds(index)))
      #expect(book.text == expected, "look \(index)")
    }
    // What somebody closed beside the agent is forgotten after a while; the agent is not.
    book.take([], roster, at: start.advanced(by: .seconds(90)))
    #expect(book.text == "A=%3?")
    book.take([], [], at: start.advanced(by: .seconds(91)))
    #expect(book.text == "")
  }

  @Test("a mark that is gone gives the lane's name back, and not after one look")
  func markGone() throws {
    let roster = [try assignment("B", tmux: "lane-b")]
    let (named, marked) = (
      try row("%1", session: "lane-b"), try row("%2", session: "other", mark: "B")
    )
    let looks: [([PaneRow], String)] = [
      ([named], "B=%1"), ([named, marked], "B=%2"), ([named], "B=%2?"),
      ([named, marked], "B=%2"), ([named], "B=%2?"), ([named], "B=%2?"), ([named], "B=%1"),
      ([named], "B=%1"),
    ]
    var book = PaneBook()
    for (index, (rows, expected)) in looks.enumerated() {
      book.take(rows, roster, at: start.advanced(by: .seconds(index)))
      #expect(book.text == expected, "look \(index)")
    }
  }

  @Test("a lane's new program is announced, and read by its own rules")
  func newKind() throws {
    let id = try #require(AgentID("A"))
    let rules = try RulePack.shipped()
    let rows = [try row("%1", session: "a")]
    var book = PaneBook()
    for (kind, isUnannounced) in [
      (AgentKind.claude, true), (.claude, false), (.codex, true), (.codex, false),
    ] {
      book.take(rows, [try assignment("A", kind, tmux: "a")], at: start)
      #expect(book.agents[id]?.kind == kind && book.agents[id]?.isUnannounced == isUnannounced)
      #expect(book.agents[id]?.needsScreen == isUnannounced, "\(kind)")
      book.update(id) { agent in
        agent.isUnannounced = false
        _ = agent.evidence(rules, shown: (Screen(""), 6), isPending: false, at: start)
      }
    }
  }

  @Test("a process is new where it began while we looked")
  func started() throws {
    let roster = [try assignment("A", tmux: "a"), try assignment("B", tmux: "b")]
    var book = PaneBook()
    func isNew(_ name: String) throws -> Bool? { book.agents[try #require(AgentID(name))]?.isNew }
    // What was there before us is not.
    book.take([try row("%1", session: "a")], roster, at: start)
    #expect(try isNew("A") == false)
    book.take(
      [try row("%1", session: "a", process: 11), try row("%2", session: "b")], roster, at: start)
    #expect(try isNew("A") == true)
    #expect(try isNew("B") == true)
  }
}

@Suite("what tmux's list says")
struct PaneRowTests {
  private func record(
    _ pane: String, dead: String = "0||", texts: [String]
  ) -> String {
    "\(pane)|\(dead)|42|1795629892|1|2|30|100|30|"
      + texts.map { "\($0.utf8.count)" }.joined(separator: "|") + "|" + texts.joined() + "\n"
  }

  @Test("texts are whole, whatever is in them")
  func texts() throws {
    let hostile = ["a|b", "w\t\n%9|0||", "\n%end 1 2 1\n", "", "|0|1|\u{1B}]é\n\n"]
    let body =
      record("%1", texts: ["home", "w", "", "sh", "title"]) + record("%2", texts: hostile)
      + record("%3", dead: "1|7|", texts: ["", "", "", "", ""])
      + record("%4", dead: "1||9", texts: ["s", "w", "B", "", "t"])
    let (rows, unread) = PaneRow.all(in: Array(body.utf8))
    #expect(unread == 0)
    #expect(rows.map(\.pane.description) == ["%1", "%2", "%3", "%4"])
    #expect(rows[1].session == hostile[0] && rows[1].window == hostile[1])
    #expect(rows[1].mark == hostile[2] && rows[1].title == hostile[4])
    #expect(rows.map(\.isDead) == [false, false, true, true])
    #expect(rows.map(\.exitCode) == [nil, nil, 7, nil])
    #expect(rows[0].process == 42 && rows[0].activity == 1_795_629_892)
    #expect(rows[0].shape == "1 2 30 100 30")
  }

  @Test("a row that was cut off is left out, and no other")
  func cut() {
    let good = record("%3", texts: ["home", "w", "", "sh", "title"])
    for (broken, unread) in [
      ("%1|0|||42", 1), ("%1|0|||42|1|1|2|3|4|5|1|1|1|1|999|x\n", 1), ("rest of a line\n", 0),
      ("\n\n", 0), ("%x|\n", 1),
    ] {
      let body = Array((broken.hasSuffix("\n") ? good + broken + good : good + broken).utf8)
      let (rows, count) = PaneRow.all(in: body)
      #expect(rows.count == (broken.hasSuffix("\n") ? 2 : 1), "\(broken)")
      #expect(count == unread, "\(broken)")
    }
  }
}
