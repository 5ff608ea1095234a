/// A test command with declared inputs: one entry of `suites:` in gate.yml.
package struct Suite: Sendable, Hashable {
  /// Its key in gate.yml, by which profiles and lanes name it.
  package var name: String
  /// Run by `/bin/sh -c` in the checkout.
  package var run: String
  /// The files whose change makes it worth running; empty means every file.
  package var inputs: [Glob]
  /// How its results are read.
  package var results: ResultFormat
  /// Where the results are, as globs in the checkout or under `$GATE_OUT`; empty means what the
  /// format does by default (files ending in `.xml` in `$GATE_OUT`, or the command's output).
  package var resultFiles: [Glob]
  /// How long it may take; its check fails where that is too short.
  package var timeout: Duration
  /// What the gate provides while it runs.
  package var needs: [Need]
  /// How many of the machine's cores it keeps busy.
  package var cores: Int
  /// Ignored folders that survive in the reused checkout (`.build/`, `node_modules/`). All else is cleaned.
  package var keep: [Glob]
  /// Where gate.yml has it, for messages.
  package var location: Location

  /// Makes a suite; by default every change runs it, its exit code is the answer, and it has 10
  /// minutes and one core.
  package init(
    name: String, run: String, inputs: [Glob] = [], results: ResultFormat = .exitCode,
    resultFiles: [Glob] = [], timeout: Duration = .seconds(600), needs: [Need] = [],
    cores: Int = 1, keep: [Glob] = [],
    location: Location = Location(file: "", line: 1, column: 1)
  ) {
    self.name = name
    self.run = run
    self.inputs = inputs
    self.results = results
    self.resultFiles = resultFiles
    self.timeout = timeout
    self.needs = needs
    self.cores = cores
    self.keep = keep
    self.location = location
  }

  /// Something that the gate provides to a suite while it runs.
  package enum Need: String, Sendable, Hashable, CaseIterable {
    case postgres
  }
}

/// How a suite says which tests ran.
package enum ResultFormat: String, Sendable, Hashable, CaseIterable {
  case junit, unittest, pytest
  case swiftTesting = "swift-testing"
  case goJSON = "go-json"
  case tap
  /// No results are read: the exit code is the whole answer, and "ran no test" cannot be told.
  case exitCode = "exit-code"
}
