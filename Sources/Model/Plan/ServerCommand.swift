/// How the project's server is started: `serve:` of gate.yml.
package struct ServerCommand: Sendable, Hashable {
  /// Run by `/bin/sh -c` in the checkout; it listens on `PORT` of 127.0.0.1 or ::1, and stays.
  package var run: String
  /// What tells that it is ready: an answer without an error. Nil for `GET /` and any answer.
  package var ready: RequestLine?
  /// How long it may take until then.
  package var timeout: Duration
  /// What the gate provides while it runs.
  package var needs: [Suite.Need]
  /// Where the plan has it, for messages.
  package var location: Location

  /// Makes a command; by default any answer means that it is ready, and it has a minute.
  package init(
    run: String, ready: RequestLine? = nil, timeout: Duration = .seconds(60),
    needs: [Suite.Need] = [], location: Location = Location(file: "", line: 1, column: 1)
  ) {
    self.run = run
    self.ready = ready
    self.timeout = timeout
    self.needs = needs
    self.location = location
  }
}
