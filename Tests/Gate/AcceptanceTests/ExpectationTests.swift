import GateModel
import Testing

@testable import GateAcceptance

@Test("a value of JSON meets an expectation by its kind")
func jsonValues() {
  let list: JSON = ["a", 2, ["b": 1, "c": .null]]
  let cases: [(Criterion.Expectation, met: [JSON], unmet: [JSON])] = [
    (.equals("7"), [7, .number(7), "7"], [8, "07", " 7", .number(7.5), [7], .null, true]),
    (.equals("true"), [true, "true"], [false, 1]),
    (.equals("null"), [.null, "null"], [0, "", []]),
    (.equals("7.0"), [7, .number(7)], ["7"]),
    (.equals("9007199254740993"), [.integer(9_007_199_254_740_993)], [9_007_199_254_740_992]),
    (.equals(#"["a", 2, {"c": null, "b": 1}]"#), [list], [["a", 2], "a"]),
    (.equals("[]"), [[]], [.null, [.null]]),
    (.atLeast(2), [2, 3, .number(2.5), list, [1, 2]], [1, .null, "3", [1], true, .number(.nan)]),
    (.atLeast(0), [0, []], ["", .null, false]),
    (.contains("a"), ["bab", list, ["a": .null]], ["b", ["ab"], 1, .null, ["b": "a"]]),
    (.contains("2"), [list, "123"], [2, [12]]),
  ]
  for (expectation, met, unmet) in cases {
    for value in met { #expect(expectation.isMet(by: value), "\(expectation) \(value)") }
    for value in unmet { #expect(!expectation.isMet(by: value), "\(expectation) \(value)") }
  }
}

@Test("a text without a type is a number where both sides are one")
func texts() {
  let cases: [(Criterion.Expectation, met: [String], unmet: [String])] = [
    (.equals("7"), ["7", "7.00", "7e0"], ["007", "+7", "7 ", "0x7", "", "8", "7a", "-7"]),
    (.equals("007"), ["007"], ["7", "07"]),
    (.equals("t"), ["t"], ["true"]),
    (.equals("12345678901234567890"), ["12345678901234567890"], ["7"]),
    (.atLeast(-1.5), ["-1.5", "0", "1e3"], ["-2", "nan", "inf", "--1", "", "one"]),
    (.contains("ab"), ["xaby"], ["a b", ""]),
  ]
  for (expectation, met, unmet) in cases {
    for text in met { #expect(expectation.isMet(byText: text), "\(expectation) \(text)") }
    for text in unmet { #expect(!expectation.isMet(byText: text), "\(expectation) \(text)") }
  }
}
