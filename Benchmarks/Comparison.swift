/// Two works measured side by side, and how many times as long one may take as the other.
struct Comparison {
  var name: String
  var subject: Work
  var reference: Work
  /// Nil where the ratio is only told.
  var limit: Double?
  /// Why it cannot be measured; nil where it can.
  var obstacle: String?

  /// Something that can be done again and again.
  struct Work {
    var name: String
    /// Does it once, and answers how many milliseconds that took without what comes before and after.
    var run: () async throws -> Double
  }

  /// Runs both in turns, so that what else the machine does hits both alike, and compares the medians.
  func measure(rounds: Int) async throws -> Result {
    guard obstacle == nil else { return Result(comparison: self, subject: 0, reference: 0) }
    for _ in 0..<min(3, rounds) { (_, _) = (try await subject.run(), try await reference.run()) }
    var times: (subject: [Double], reference: [Double]) = ([], [])
    for round in 0..<rounds {
      // Neither always goes first.
      if round.isMultiple(of: 2) {
        times.subject.append(try await subject.run())
        times.reference.append(try await reference.run())
      } else {
        times.reference.append(try await reference.run())
        times.subject.append(try await subject.run())
      }
    }
    return Result(
      comparison: self, subject: median(times.subject), reference: median(times.reference))
  }

  /// Medians, in milliseconds.
  struct Result {
    var comparison: Comparison
    var subject: Double
    var reference: Double

    var ratio: Double { subject / reference }
    /// What could not be measured is not within it.
    var isWithinLimit: Bool {
      comparison.limit.map { comparison.obstacle == nil && ratio <= $0 } ?? true
    }

    var line: String {
      let limit = comparison.limit.map { "at most \(shown($0))" } ?? ""
      let (name, other) = (comparison.name, comparison.reference.name)
      if let obstacle = comparison.obstacle {
        return "| \(name) | | \(other) | | | \(limit)  NOT MEASURED: \(obstacle) |"
      }
      let sign = isWithinLimit ? "" : "  TOO SLOW"
      return "| \(name) | \(shown(subject)) ms | \(other) | \(shown(reference)) ms | "
        + "\(shown(ratio)) | \(limit)\(sign) |"
    }
  }
}

extension Comparison.Work {
  /// A whole process.
  init(
    name: String, arguments: [String], folder: String, environment: [String: String]? = nil,
    codes: [Int32] = [0]
  ) {
    self.init(name: name) {
      Bench.run(arguments, in: folder, environment: environment, expecting: codes)
    }
  }
}

/// How long a work takes, in milliseconds, and what it answers.
func timed<Answer>(_ work: () async throws -> Answer) async rethrows -> (Double, Answer) {
  let start = ContinuousClock.now
  let answer = try await work()
  return ((ContinuousClock.now - start) / .milliseconds(1), answer)
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// With two digits after the point.
func shown(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
