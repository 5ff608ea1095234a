import GateModel

extension Report {
  /// The report of what could not even be read.
  ///
  /// - Parameter reason: why it has to be readable.
  init(
    unjudged failure: Failure, _ what: String, reason: String, base: String?, head: String,
    wave: Int? = nil, profile: String?
  ) {
    let message = failure.lines.joined(separator: "\n").dropFirst("gate: ".count)
    let check = Check(id: .rule("plan"), reason: reason)
    let outcome = Outcome(check: check, result: .broken(String(message)))
    self.init(
      verdict: .unjudged, summary: "\(what) could not be read", project: "",
      base: Revision(ref: base ?? "", commit: nil), head: Revision(ref: head, commit: nil),
      wave: wave, profile: profile ?? "full", outcomes: [outcome], next: [String(message)])
  }
}
