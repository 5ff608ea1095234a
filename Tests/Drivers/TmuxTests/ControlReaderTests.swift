import Foundation
import TestSupport
import Testing

@testable import Tmux

private func events(_ text: String, in pieces: Int? = nil) -> [ControlReader.Event] {
  var reader = ControlReader()
  let bytes = Array(text.utf8)
  let size = pieces ?? max(1, bytes.count)
  return stride(from: 0, to: bytes.count, by: size).flatMap { start in
    reader.feed(bytes[start..<min(start + size, bytes.count)])
  }
}

private func reply(_ body: String, ours: Bool = true, error: Bool = false) -> ControlReader.Event {
  .reply(
    ControlReader.Reply(
      time: 1_795_629_892, isOurs: ours, isError: error, body: Array(body.utf8), isCut: false))
}

@Suite("what tmux sends to a control client")
struct ControlReaderTests {
  private static let begin = "%begin 1795629892 291 1\n"
  private static let end = "%end 1795629892 291 1\n"

  @Test("replies, notices and the end, however they are cut into pieces")
  func protocolItself() {
    let cases: [(String, [ControlReader.Event])] = [
      ("", []),
      (Self.begin + Self.end, [reply("")]),
      (Self.begin + "a\n\nb\n" + Self.end, [reply("a\n\nb\n")]),
      ("%begin 1795629892 7 0\n%end 1795629892 7 0\n", [reply("", ours: false)]),
      (
        Self.begin + "can't find pane: %9\n%error 1795629892 291 1\n",
        [reply("can't find pane: %9\n", error: true)]
      ),
      // What a pane shows ends nothing.
      (
        Self.begin
          + "%end 1 2 1\n%output %1 x\n%exit\n%begin 1795629892 292 1\n%end 1795629892 291 0\n"
          + "%end 1795629892 291 1 \n %end 1795629892 291 1\n%end 1795629892 291\n" + Self.end,
        [
          reply(
            "%end 1 2 1\n%output %1 x\n%exit\n%begin 1795629892 292 1\n%end 1795629892 291 0\n"
              + "%end 1795629892 291 1 \n %end 1795629892 291 1\n%end 1795629892 291\n")
        ]
      ),
      (
        "%sessions-changed\n%window-renamed @1 a b\n%exit server exited\n",
        [
          .notice("sessions-changed", ""), .notice("window-renamed", "@1 a b"),
          .exit("server exited"),
        ]
      ),
      ("no server running\n", [.stray("no server running")]),
      ("\n", [.stray("")]),
      ("%begin 1 x 1\n", [.stray("%begin 1 x 1")]),
      ("%begin 1 2\n", [.stray("%begin 1 2")]),
    ]
    for (text, expected) in cases {
      for size in [nil, 1, 2, 7] { #expect(events(text, in: size) == expected, "\(text)") }
    }
  }

  @Test("a line of 5 MB and a reply of 50 MB take bounded memory, and the next reply is whole")
  func flood() throws {
    var reader = ControlReader()
    _ = reader.feed(Array(Self.begin.utf8)[...])
    let piece = [UInt8](repeating: 0x78, count: 1 << 16)
    for _ in 0..<80 { #expect(reader.feed(piece[...]).isEmpty) }
    let lines = [UInt8](repeating: 0x79, count: 1023) + [0x0A]
    let block = [UInt8]((0..<1024).flatMap { _ in lines })
    for _ in 0..<8 { #expect(reader.feed(block[...]).isEmpty) }
    let found = reader.feed(Array((Self.end + Self.begin + "x\n" + Self.end).utf8)[...])
    try #require(found.count == 2)
    guard case .reply(let first) = found[0] else { return #expect(Bool(false)) }
    #expect(first.isCut)
    #expect(first.body.count <= ControlReader.maximumReply)
    #expect(first.body.firstIndex(of: 0x0A) == ControlReader.maximumLine)
    #expect(found[1] == reply("x\n"))
  }

  @Test("any bytes are read without harm")
  func anyBytes() {
    let words = [Self.begin, Self.end, "%", "%end ", "\n", "x", "%exit", "\u{FF}", "%output "]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let text = (0..<20).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      #expect(events(text) == events(text, in: 1), "\(text)")
    }
  }
}

@Test("a text in a command is one word of one line")
func quoted() throws {
  for (text, word) in [
    ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("a\nkill-server", "'a kill-server'"),
    ("#{x};\\", "'#{x};\\'"),
  ] {
    #expect(TmuxCommand.quoted(text) == word)
  }
  let pane = try #require(PaneID("%7"))
  #expect(TmuxCommand.capture(pane).line == "capture-pane -p -t %7")
  for wrong in ["", "%", "7", "%7 ", "%-1", "%99999999999", "%7;x"] {
    #expect(PaneID(wrong) == nil)
  }
}

@Test("a hidden session says whose it is")
func hiddenSession() throws {
  let own = HiddenSession()
  #expect(HiddenSession(own.description) == own)
  #expect(!own.isLeft(clients: 1) && own.isLeft(clients: 0))
  let words = own.description.split(separator: "-").map(String.init)
  func with(_ index: Int, _ word: String) -> String {
    var words = words
    words[index] = word
    return words.joined(separator: "-")
  }
  // Another start is another process; in another container nobody can tell.
  #expect(try #require(HiddenSession(with(4, "1"))).isLeft(clients: 1))
  #expect(try #require(HiddenSession(with(3, "4194304"))).isLeft(clients: 1))
  #expect(try !#require(HiddenSession(with(2, "1"))).isLeft(clients: 1) || words[2] == "0")
  for wrong in ["gate-mon-", "gate-mon-1-2-3", "gate-mon-01-2-3-4", "home", "gate-mon-1-2-3-4:x"] {
    #expect(HiddenSession(wrong) == nil)
  }
}
