/// One acceptance criterion of a wave: what to do, and what must come out.
package struct Criterion: Sendable, Hashable {
  /// What holds once it is met, as a sentence.
  package var name: String
  /// What is tried, and what must come of it.
  package var probe: Probe
  /// Needs the project's server running while it is tried; a request always does.
  package var serve: Bool
  /// Where the wave's file has it.
  package var location: Location

  /// Makes a criterion; each part is given.
  package init(name: String, probe: Probe, serve: Bool, location: Location) {
    self.name = name
    self.probe = probe
    self.serve = serve
    self.location = location
  }

  /// What a criterion tries.
  package enum Probe: Sendable, Hashable {
    /// A shell command and the exit code that it must have.
    case run(String, exit: Int)
    /// A suite that must pass.
    case suite(String)
    /// A request, the status that its answer must have, and a place in its JSON, or else its whole text, to
    /// look at.
    case http(RequestLine, status: Int?, json: JSONPlace?, Expectation?)
    /// A query whose first column of the first row is looked at.
    case sql(String, Expectation)
  }

  /// What the value found must be.
  package enum Expectation: Sendable, Hashable {
    case equals(String)
    case atLeast(Double)
    case contains(String)
  }
}
