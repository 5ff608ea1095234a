import TestSupport
import Testing

@testable import ITerm2
@testable import ITerm2Fake

@Test("a message that is none is refused")
func malformed() {
  let deep = (0..<80).reduce([UInt8]()) { inner, _ in
    // A link with a node with a link…
    var writer = WireWriter()
    writer.message(2) { $0.message(2) { $0.bytes += inner } }
    return writer.bytes
  }
  var split = WireWriter()
  split.message(106) { $0.message(1) { $0.message(1) { $0.message(3) { $0.bytes += deep } } } }
  let cases: [(bytes: [UInt8], problem: WireProblem)] = [
    ([0x08], .truncated), ([0x08, 0x80], .truncated), ([0x12, 5, 1], .truncated),
    ([0x09, 1, 2], .truncated), ([0x0D, 1], .truncated), ([0x0B, 0x08, 1], .truncated),
    ([0x00, 1], .malformed), ([0x0C], .malformed), ([0x0E], .malformed), ([0x0F], .malformed),
    ([0x0B, 0x14], .malformed), ([0x08] + Array(repeating: 0xFF, count: 9) + [2], .malformed),
    ([0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], .truncated),
    (Array(repeating: 0x0B, count: 200), .tooLarge), (split.bytes, .tooLarge),
  ]
  for (bytes, problem) in cases {
    #expect(throws: problem, "\(bytes.prefix(12))") { try ITerm2Message(bytes) }
  }
}

@Test("damaged messages never crash the reader")
func fuzz() throws {
  var seed = WireWriter()
  seed.number(1, 300)
  seed.message(106) { FakeRequest.list(FakeWorld().sessions, &$0) }
  let failures = Fuzz(seeds: [seed.bytes]).failures(ofBytes: { bytes in
    do { _ = try ITerm2Message(bytes) } catch { return nil }
    return nil
  })
  #expect(failures.isEmpty, "\(failures)")
}
