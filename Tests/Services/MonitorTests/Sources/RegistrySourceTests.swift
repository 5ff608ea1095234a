import Foundation
import GateModel
import TestSupport
import Testing

@testable import Monitor
@testable import Processes

@Test("a record of a session claims what its words say, and nothing where they are not known")
func sessionRecords() {
  func record(_ more: String) -> String {
    #"{"pid": 7, "sessionId": "s", "cwd": "/w/b", "procStart": "20095994", \#(more)}"#
  }
  let cases: [(text: String, claim: Status?, detail: String?, background: Int?)] = [
    (record(#""status": "busy""#), .running, nil, nil),
    (record(#""status": "idle""#), .idle, nil, 0), (record(#""status": "shell""#), .idle, nil, 1),
    (
      record(#""status": "waiting", "waitingFor": "permission prompt""#), .waitingApproval,
      "permission prompt", nil
    ),
    (
      record(#""status": "waiting", "waitingFor": "sandbox request""#), .waitingApproval,
      "sandbox request", nil
    ),
    (
      record(#""status": "waiting", "waitingFor": "dialog open""#), .waitingApproval,
      "dialog open", nil
    ),
    (
      record(#""status": "waiting", "waitingFor": "input needed""#), .waitingInput, "input needed",
      nil
    ),
    (record(#""status": "waiting""#), .waitingInput, nil, nil),
    (record(#""status": "levitating""#), nil, nil, nil),
    (record(#""entrypoint": "sdk-ts""#), nil, nil, nil),
    (record(#""kind": "background", "state": "working""#), .running, nil, nil),
    (record(#""kind": "background", "state": "blocked""#), nil, nil, nil),
    (record(#""status": 7, "waitingFor": []"#), nil, nil, nil),
  ]
  for (text, claim, detail, background) in cases {
    let record = SessionRecord(Array(text.utf8))
    #expect(record?.claim == claim && record?.detail == detail, "\(text)")
    #expect(record?.backgroundTasks == background && record?.start == 20_095_994, "\(text)")
  }
  let others = [
    "", "{", "[]", #"{"session_id": "s", "cwd": "/w/b"}"#, #"{"pid": -1, "sessionId": "s"}"#,
    #"{"pid": 99999999999, "sessionId": "s", "cwd": "/"}"#, String(record("").dropLast(9)),
  ]
  for text in others { #expect(SessionRecord(Array(text.utf8)) == nil, "\(text)") }
}

#if os(Linux)
  @Suite(.timeLimit(.minutes(2)))
  struct RegistrySourceTests {
    @Test("real files of real processes: whose they are, what they say, and when they end")
    func lives() async throws {
      let home = try World()
      let lane = try #require(LaneID("B"))
      let roster = [Assignment(lane: lane, kind: .claude, folder: home.folder)]
      let folder = RegistrySource.folder(environment: [:], home: home.home)
      #expect(folder == home.home + "/.claude/sessions")
      #expect(
        RegistrySource.folder(environment: ["CLAUDE_CONFIG_DIR": "/c"], home: "/h") == "/c/sessions"
      )
      let source = RegistrySource(folder: folder, roster: { roster }, now: machineTime)
      let b = try AgentID.named("B")
      try await watching(source) { watcher in
        let first = try await process(in: home)
        let start = try #require(ProcessSight(first)?.start)
        func write(_ process: Int32, _ start: UInt64, _ more: String, startedAt: Int) throws {
          let text = """
            {"pid": \(process), "procStart": "\(start)", "sessionId": "s\(process)", \
            "cwd": "\(home.folder)/deep", "startedAt": \(startedAt), \(more)}
            """
          try home.write(text, to: "../.claude/sessions/\(process).json")
        }
        // Of a session that ended long ago, of one whose number another process has now, of another lane.
        try write(4_000_000, 1, #""status": "busy""#, startedAt: 0)
        try write(getpid(), 1, #""status": "busy""#, startedAt: 0)
        try home.write("{", to: "../.claude/sessions/9.json")
        try write(first, start, #""status": "busy""#, startedAt: 1)
        try await watcher.expect(b, .running)
        #expect(await watcher.agents[b]?.locator["pid"] == "\(first)")
        try write(
          first, start, #""status": "waiting", "waitingFor": "permission prompt""#, startedAt: 1)
        try await watcher.expect(b, .waitingApproval, within: 4)
        try write(first, start, #""status": "shell""#, startedAt: 1)
        try await watcher.expect(b, .idle, within: 4)
        #expect(await watcher.backgroundTasks(of: b) == 1)

        let second = try await process(in: home)
        let other = try AgentID.named("claude:\(second)")
        try write(
          second, try #require(ProcessSight(second)?.start), #""status": "busy""#, startedAt: 2)
        try await watcher.expect(other, .running)
        let agents = await watcher.agents
        #expect(agents.count == 2 && agents[other]?.lane == lane)

        kill(first, SIGKILL)
        try await watcher.expect(b, .dead, within: 4)
        kill(second, SIGKILL)
        try await watcher.expect(other, .dead, within: 4)
        // The lane's next session is the lane's agent again.
        let third = try await process(in: home)
        try write(
          third, try #require(ProcessSight(third)?.start), #""status": "idle""#, startedAt: 3)
        try await watcher.expect(b, .idle)
        // A record that is gone is no death.
        try await home.sh("rm ../.claude/sessions/\(third).json")
        try await watcher.expect(b, .unknown, within: 20)
        kill(third, SIGKILL)
        try await watcher.expect(b, .dead, within: 4)
      }
    }

    @Test(
      "a process that is killed is dead at once; what it left running counts, and a new one begins")
    func processes() async throws {
      let home = try World()
      let b = try AgentID.named("B")
      let first = try await process(
        in: home, "setsid sh -c \"echo \\$\\$ >child; exec sleep 300\" & exec sleep 300")
      let second = try await process(in: home)
      let known = Known([KnownProcess(b, .claude, process: first)])
      let source = ProcessSource(known: { known.all }, now: machineTime)
      try await watching(source) { watcher in
        for _ in 0..<500 where await watcher.backgroundTasks(of: b) != 1 {
          try await Task.sleep(for: .milliseconds(20))
        }
        #expect(await watcher.backgroundTasks(of: b) == 1)
        kill(first, SIGKILL)
        try await watcher.expect(b, .dead, within: 3)
        known.set([KnownProcess(b, .claude, process: second, start: ProcessSight(second)?.start)])
        try await watcher.expect(b, .starting, within: 3)
        // Another process has the number: nothing was ever seen of this one.
        known.set([KnownProcess(b, .claude, process: second, start: 1)])
        let count = await watcher.reports.count
        try await Task.sleep(for: .seconds(2))
        #expect(await watcher.reports.count == count)
      }
      try await home.sh("kill -9 \(second) $(cat child)")
    }

    /// A process below this folder that is nobody's child, so that nobody has to collect it.
    private func process(in home: World, _ command: String = "exec sleep 300") async throws -> Int32
    {
      let (output, _) = try await home.sh("sh -c '\(command)' >/dev/null 2>&1 & echo $!")
      return try #require(Int32(output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
  }
#endif
