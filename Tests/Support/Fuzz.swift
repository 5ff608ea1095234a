import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tries a reader on many damaged inputs, the same ones on every machine.
///
/// Input `n` depends on the seeds and on `n` alone: a failure names its number, and `input(_:)` makes
/// it again. After a crash, bisect with `GATE_FUZZ=<number>`.
package struct Fuzz: Sendable {
  private let seeds: [[UInt8]]
  private let words: [[UInt8]]

  /// - Parameters:
  ///   - seeds: texts that the reader understands, and those that once broke it.
  ///   - words: tokens of the reader's language, sprinkled in.
  package init(seeds: [String], words: [String] = []) {
    self.init(seeds: seeds.map { Array($0.utf8) }, words: words)
  }

  /// The same with bytes that need not be UTF-8.
  package init(seeds: [[UInt8]], words: [String] = []) {
    self.seeds = seeds.isEmpty ? [[]] : seeds
    self.words = (words.isEmpty ? ["\n"] : words).map { Array($0.utf8) }
  }

  /// What went wrong for one input.
  package struct Failure: Sendable, CustomStringConvertible {
    /// Which input it was, for `input(_:)`.
    package var number: Int
    /// The input as text; bytes that are not UTF-8 are replaced.
    package var input: String
    /// What the reader did wrong, or how long it took.
    package var reason: String

    /// One line, with the input escaped.
    package var description: String {
      let start = String(input.prefix(2000))
      return "input \(number): \(reason): \(start.debugDescription)"
    }
  }

  /// How many inputs to try: `GATE_FUZZ`, or a few hundred in an ordinary run.
  package static var iterations: Int {
    ProcessInfo.processInfo.environment["GATE_FUZZ"].flatMap { Int($0) } ?? 300
  }

  /// Tries the reader on each input; a failure is what it objects to, or an input that takes more than
  /// five seconds of the processor, whatever else the machine does. Stops at the tenth.
  package func failures(
    iterations: Int = Fuzz.iterations, ofBytes objection: ([UInt8]) -> String?
  ) -> [Failure] {
    var failures: [Failure] = []
    for number in 0..<iterations where failures.count < 10 {
      let input = bytes(number)
      let start = processorSeconds()
      var reason = objection(input)
      let time = processorSeconds() - start
      if time > 5 { reason = "took \(time) s" }
      if let reason {
        let text = String(decoding: input, as: UTF8.self)
        failures.append(Failure(number: number, input: text, reason: reason))
      }
    }
    return failures
  }

  /// The same for a reader of text. Bytes that are not UTF-8 are replaced, as they are when a file is
  /// read.
  package func failures(
    iterations: Int = Fuzz.iterations, _ objection: (String) -> String?
  ) -> [Failure] {
    failures(iterations: iterations, ofBytes: { objection(String(decoding: $0, as: UTF8.self)) })
  }

  /// The input of a number, as text.
  package func input(_ number: Int) -> String { String(decoding: bytes(number), as: UTF8.self) }

  /// The input of a number: a seed, damaged a few times.
  package func bytes(_ number: Int) -> [UInt8] {
    var random = SplitMix(seed: UInt64(number))
    var bytes = seeds[number % seeds.count]
    for _ in 0..<Int.random(in: 0...8, using: &random) { damage(&bytes, &random) }
    return Array(bytes.prefix(200_000))
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let start = Int.random(in: 0...bytes.count, using: &random)
    let end = Int.random(in: start...min(bytes.count, start + 40), using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: start)
    case 3: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: start)
    case 4:
      bytes.insert(contentsOf: seeds.randomElement(using: &random)?.prefix(200) ?? [], at: start)
    case 5:
      // Deep and long: the same few bytes a thousand times.
      let piece =
        start < end && Bool.random(using: &random)
        ? Array(bytes[start..<end]) : words.randomElement(using: &random) ?? []
      let times = Int.random(in: 1...1000, using: &random)
      bytes.insert(contentsOf: repeatElement(piece, count: times).joined(), at: start)
    case 6: bytes.replaceSubrange(start..<end, with: bytes[start..<end].reversed())
    default: bytes = Array(bytes[..<start])
    }
  }
}

/// What this thread has used of the processor.
private func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A small deterministic generator. Source: S. Vigna, splitmix64.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  /// Makes a generator; one seed gives the same numbers on every machine.
  package init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits; never ends.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
