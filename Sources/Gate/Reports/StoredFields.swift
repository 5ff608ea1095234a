internal import GateModel

// Members of a stored report, as they have to be.

extension JSON {
  func text(_ name: String) throws -> String {
    try (self[name]?.string).orMissing(name)
  }

  /// A number of things.
  func count(_ name: String) throws -> Int {
    let number = try (self[name]?.integer).orMissing(name)
    guard (0...1_000_000_000).contains(number) else {
      throw StoredReportProblem(message: "`\(name)` is no number of tests: \(number)")
    }
    return number
  }

  /// A name in the form that its type demands; nil where there is none.
  func parsed<Value>(_ name: String, _ parse: (String) -> Value?) throws -> Value? {
    guard let text = self[name]?.string else { return nil }
    guard let value = parse(text) else {
      throw StoredReportProblem(message: "`\(text)` is no \(name)")
    }
    return value
  }

  func list(_ name: String) throws -> [JSON] {
    try (self[name]?.array).orMissing(name)
  }
}

extension Optional {
  func orMissing(_ name: String) throws -> Wrapped {
    guard let self else { throw StoredReportProblem(message: "the report lacks `\(name)`") }
    return self
  }
}
