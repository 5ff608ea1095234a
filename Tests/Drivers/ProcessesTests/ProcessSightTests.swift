import Foundation
import Testing

@testable import Processes

@Test("a process is read from /proc whatever it is called")
func processSights() {
  let tail = " 12 13 14 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0"
  let cases: [(stat: String, isThere: Bool)] = [
    ("7 (claude) S" + tail, true), ("7 (a) b) R 1 (x) S" + tail, true),
    ("7 (claude) Z" + tail, false), ("7 (claude) X" + tail, false), ("7 (claude) S 12 13", false),
    ("", false), ("7 claude S" + tail, false),
  ]
  for (stat, isThere) in cases {
    let sight = ProcessSight(7, stat: stat)
    #expect((sight != nil) == isThere, "\(stat)")
    guard let sight else { continue }
    #expect(sight.parent == 12 && sight.session == 14 && sight.start == 777)
  }
  let own = ProcessSight(getpid())
  #expect(own?.parent == getppid() && own?.session == getsid(0))
  #expect(ProcessSight(-1) == nil && ProcessSight(0) == nil && ProcessSight(.max) == nil)
}

#if os(Linux)
  @Test("all processes are listed, this one and what it started with them")
  func allProcesses() throws {
    let all = ProcessSight.all()
    #expect(all.contains { $0.process == getpid() } && all.contains { $0.process == getppid() })
    #expect(all == all.sorted { $0.process < $1.process })
  }
#endif
