package import GateModel

/// What a linter holds against a change.
package struct LinterFindings: Sendable, Hashable {
  /// Those within the checkout, or without any place, in report order.
  package var findings: [Finding]
  /// How many more lie outside of the checkout, and are not among the findings.
  package var outside: Int

  /// Makes findings; by default there are none.
  package init(findings: [Finding] = [], outside: Int = 0) {
    self.findings = findings
    self.outside = outside
  }
}

/// Matches one line of a linter's output: the named groups that took part, nil where it does not match.
package typealias LineMatch = @Sendable (Substring) throws -> [String: String]?

/// Reads what a linter printed.
///
/// - Parameters:
///   - name: the linter's, for findings that name no rule.
///   - match: the compiled expression of `Linter.Output.regex`; not called for the other formats.
/// - Throws: `ResultProblem` for output that cannot be read as a whole; what `match` throws.
package func linterFindings(
  in bytes: [UInt8], _ output: Linter.Output, name: String, checkout: CheckoutPaths,
  match: LineMatch
) throws -> LinterFindings {
  var collector = FindingCollector(linter: name, checkout: checkout)
  switch output {
  case .sarif: try readSARIF(bytes, into: &collector)
  case .rdformat: try readRDFormat(bytes, into: &collector)
  case .regex: try readLines(bytes, match, into: &collector)
  }
  return LinterFindings(findings: collector.findings.sorted(), outside: collector.outside)
}

/// Gathers findings, and turns the places that a tool writes into places of the repository.
struct FindingCollector {
  let linter: String
  let checkout: CheckoutPaths
  private(set) var findings: [Finding] = []
  private(set) var outside = 0

  init(linter: String, checkout: CheckoutPaths) {
    self.linter = linter
    self.checkout = checkout
  }

  /// Where a tool says that it found something.
  enum Path {
    case none
    case path(Substring)
    case uri(String)
  }

  mutating func add(
    _ path: Path, line: Int?, rule: String?, level: Finding.Level, message: String,
    hint: String? = nil
  ) throws(ResultProblem) {
    guard findings.count < maximumTests else { throw ResultProblem("there are too many findings") }
    let found: RepoPath?
    switch path {
    case .none: found = nil
    case .path(let text): found = checkout.path(text)
    case .uri(let text): found = checkout.path(uri: text[...])
    }
    if found == nil, case .none = path {
    } else if found == nil {
      outside += 1
      return
    }
    let text = Excerpt(message).text
    findings.append(
      Finding(
        rule: rule.flatMap { $0.isEmpty ? nil : String($0.prefix(bytes: 200)) } ?? linter,
        level: level, path: found, line: line.flatMap { $0 > 0 ? $0 : nil },
        message: text.isEmpty ? "The linter gives no reason." : text,
        hint: hint.flatMap { firstLine($0) }))
  }
}

/// The first line with something in it, cut to what fits on one.
private func firstLine(_ text: String) -> String? {
  for line in TextLines(text) where !line.isBlank {
    return String(line.stripped(of: " ").prefix(bytes: 300))
  }
  return nil
}
