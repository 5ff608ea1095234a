/// Two commands measured side by side, and how many times as long one may take as the other.
struct Comparison {
  var name: String
  var subject: Command
  var reference: Command
  /// Nil where the ratio is only told.
  var limit: Double?

  struct Command {
    var name: String
    var arguments: [String]
    var folder: String
    /// A gate that is shut did its work too.
    var codes: [Int32] = [0]

    func run() -> Double { Bench.run(arguments, in: folder, expecting: codes) }
  }

  /// Runs both in turns, so that what else the machine does hits both alike, and compares the medians.
  func measure(rounds: Int) -> Result {
    for _ in 0..<3 { (_, _) = (subject.run(), reference.run()) }
    var times: (subject: [Double], reference: [Double]) = ([], [])
    for round in 0..<rounds {
      // Neither always goes first.
      if round.isMultiple(of: 2) {
        times.subject.append(subject.run())
        times.reference.append(reference.run())
      } else {
        times.reference.append(reference.run())
        times.subject.append(subject.run())
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
    var isWithinLimit: Bool { comparison.limit.map { ratio <= $0 } ?? true }

    var line: String {
      let limit = comparison.limit.map { "at most \(shown($0))" } ?? ""
      let sign = isWithinLimit ? "" : "  TOO SLOW"
      return "| \(comparison.name) | \(shown(subject)) ms | \(comparison.reference.name) | "
        + "\(shown(reference)) ms | \(shown(ratio)) | \(limit)\(sign) |"
    }
  }
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// With two digits after the point.
private func shown(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
