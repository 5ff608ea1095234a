internal import GateModel

/// What tells findings apart, the same when lines move: the rule, the path, the message, and a number
/// among equals.
func fingerprints(of findings: some Sequence<Finding>) -> [(hash: String, number: Int)] {
  var seen: [String: Int] = [:]
  return findings.map { finding in
    let parts = [finding.rule, finding.path?.description ?? "", finding.message]
    let text = fingerprint(of: parts.joined(separator: "\u{0}"))
    seen[text, default: 0] += 1
    return (text, seen[text, default: 1])
  }
}

/// 128 bits of FNV-1a, from two starts: an identity, not a proof.
func fingerprint(of text: String) -> String {
  [0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4].map { (start: UInt64) in
    let value = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }.joined()
}

extension Finding {
  /// For readers of one text: what is wrong, and what to do.
  var messageWithHint: String {
    (message + (hint.map { " → \($0)" } ?? "")).clipped(to: 2_000)
  }

  /// For readers that need a place for everything: what has none is put at the start of the plan.
  var anyPlace: (path: RepoPath, line: Int) {
    guard let path else { return (RepoPath("gate.yml"), 1) }
    return (path, min(max(1, line ?? 1), Int(Int32.max)))
  }
}
