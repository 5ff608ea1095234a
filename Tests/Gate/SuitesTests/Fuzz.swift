import FoundationEssentials
import GateModel
import Testing

@testable import GateSuites

/// The same numbers on every machine. Source: G. Steele and others, "Fast Splittable Pseudorandom
/// Number Generators" (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Changes an input a little, or a lot: bytes, runs of bytes, pieces of other inputs.
func mutated(
  _ input: [UInt8], with others: [[UInt8]], using generator: inout SeededGenerator
) -> [UInt8] {
  var bytes = input
  for _ in 0..<Int.random(in: 1...8, using: &generator) {
    let start = Int.random(in: 0...bytes.count, using: &generator)
    let length = min(Int.random(in: 0...40, using: &generator), bytes.count - start)
    let range = start..<(start + length)
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: bytes.removeSubrange(range)
    case 1: bytes.insert(contentsOf: bytes[range], at: start)
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: start)
    case 3 where start < bytes.count:
      bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 4: bytes = Array(bytes.prefix(start))
    case 5:
      let piece = Array(bytes[range])
      for _ in 0..<Int.random(in: 1...30, using: &generator) where bytes.count < 100_000 {
        bytes.insert(contentsOf: piece, at: start)
      }
    default:
      let other = others.randomElement(using: &generator) ?? []
      let from = Int.random(in: 0...other.count, using: &generator)
      bytes.insert(contentsOf: other[from...].prefix(200), at: start)
    }
  }
  return bytes
}

/// How many inputs each reader gets: `GATE_FUZZ`, or a few.
let fuzzRounds =
  ProcessInfo.processInfo.environment["GATE_FUZZ"].flatMap { Int($0) } ?? 300

/// Feeds a reader with changed inputs. It must come back within a second, whatever it is given; what
/// it answers is of no interest here. A crash names the seed of its input before it.
func fuzz(_ name: String, seeds: [[UInt8]], _ read: ([UInt8]) -> Void) {
  let clock = ContinuousClock()
  for round in 0..<fuzzRounds {
    var generator = SeededGenerator(seed: UInt64(round))
    let seed = seeds[round % seeds.count]
    let input = mutated(seed, with: seeds, using: &generator)
    let time = clock.measure { read(input) }
    #expect(time < .seconds(1), "\(name), seed \(round): \(time) for \(input.count) bytes")
  }
}
