import Testing

@testable import Patterns

@Test("a pattern finds the first match and its named groups")
func matches() throws {
  let cases: [(pattern: String, text: String, whole: String?, named: String?)] = [
    ("b+", "abbb b", "bbb", nil), ("(?i)\\brbac\\b", "uses RBAC here", "RBAC", nil),
    ("(?i)\\brbac\\b", "rbacs", nil, nil), ("(?<n>\\d+)-(?<m>x)?", "é12-", "12-", "12"),
    ("(?<m>a)|(?<n>b)", "b", "b", "b"), ("^风险", "风险点", "风险", nil), (".", "é", "é", nil),
    ("", "abc", "", nil), ("(?<n>q)?z", "z", "z", nil), ("a\\Kb", "ab", "b", nil),
    ("b", "a\0b", "b", nil), ("$", "a\r", "", nil),
  ]
  for (pattern, text, whole, named) in cases {
    let match = try Pattern(pattern).firstMatch(in: text)
    #expect(match?.text == whole && match?.groups["n"] == named, "\(pattern) on \(text)")
  }
}

@Test("a pattern that is none says why and where")
func problems() {
  let cases: [(pattern: String, message: String)] = [
    ("(", "missing closing parenthesis at character 2"),
    ("a[", "missing terminating ] for character class at character 3"),
    ("\\C", "using \\C is disabled by the application at character 3"),
  ]
  for (pattern, message) in cases {
    #expect(throws: PatternProblem(message: message)) { try Pattern(pattern) }
  }
}

@Test("what takes too many steps is thrown, and is not taken for no match")
func limits() throws {
  let text = String(repeating: "a", count: 5_000) + "b"
  for pattern in ["(a+)+$", "(?:a|aa)+c?$"] {
    #expect(throws: PatternProblem.self, "\(pattern)") { try Pattern(pattern).matches(text) }
  }
}

@Test("a long honest line is matched")
func longLines() throws {
  let text = String(repeating: "ab ", count: 20_000) + "rbac"
  for pattern in ["(?i)\\brbac\\b", "(?:login|rbac)", "^(?:ab )*rbac$", "(a|b|\\s)+rbac", ".*rbac"]
  {
    #expect(try Pattern(pattern).matches(text), "\(pattern)")
  }
}

@Test("one pattern serves many tasks at once")
func concurrency() async throws {
  let pattern = try Pattern("(?<word>\\w+)!")
  let found = try await withThrowingTaskGroup(of: String?.self) { group in
    for number in 0..<200 {
      group.addTask { try pattern.firstMatch(in: "say word\(number)!")?.groups["word"] }
    }
    return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
  }
  #expect(found.count == 200 && !found.contains(nil))
}
