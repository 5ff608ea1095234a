import GateModel
import TestSupport
import Testing

@testable import Monitor

@Test("damaged files of agents never crash their readers")
func sourcesFuzz() throws {
  let agent = try #require(AgentID("C"))
  let record = #"{"pid": 7, "procStart": "7", "sessionId": "s", "cwd": "/", "status": "busy"}"#
  let cast = """
    {"version": 3}
    [0.5, "o", "\\u001b]0;title\\u0007"]
    [1, "x", "3"]
    """
  let readers: [(seeds: [String], read: ([UInt8]) -> Void)] = [
    ([record], { _ = SessionRecord($0) }),
    (transcriptSamples.map(\.line), { _ = TranscriptLine($0[...], .claude) }),
    (transcriptSamples.map(\.line), { _ = TranscriptLine($0[...], .codex) }),
    // What is wrong with it does not matter here.
    ([cast], { _ = try? Recording(cast: String(decoding: $0, as: UTF8.self), of: agent, .codex) }),
  ]
  for (seeds, read) in readers {
    let failures = Fuzz(seeds: seeds).failures(ofBytes: { bytes in
      read(bytes)
      return nil
    })
    #expect(failures.isEmpty, "\(failures)")
  }
}
