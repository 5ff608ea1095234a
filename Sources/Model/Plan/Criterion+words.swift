extension Criterion {
  /// What is tried and what must come of it, as a sentence without its point.
  ///
  /// - Parameter code: what makes a text of the plan, such as a command, stand out, and harmless, where the
  ///   sentence goes.
  package func words(code: (String) -> String) -> String {
    switch probe {
    case .run(let command, let exit): return "\(code(command)) exits with \(exit)"
    case .suite(let name): return "the suite \(code(name)) passes"
    case .sql(let query, let expected):
      return "the first value of \(code(query)) \(expected.words(code: code))"
    case .http(let request, let status, let place, let expected):
      let answer = "\(code(request.description)) answers \(status.map(String.init) ?? "200 to 299")"
      guard let expected else { return answer }
      let subject = place.map { code($0.description) } ?? "its text"
      return "\(answer), \(subject) \(expected.words(code: code))"
    }
  }
}

extension Criterion.Expectation {
  fileprivate func words(code: (String) -> String) -> String {
    switch self {
    case .equals(let text): "is \(code(text))"
    case .atLeast(let least): "is at least \(least.plain)"
    case .contains(let part): "contains \(code(part))"
    }
  }
}

extension Double {
  /// Without `.0`, as a person writes it.
  package var plain: String {
    rounded() == self && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
