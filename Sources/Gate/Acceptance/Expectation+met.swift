internal import FoundationEssentials
package import GateModel

extension Criterion.Expectation {
  /// Whether a value of JSON is what is expected.
  ///
  /// - `equals`: a string by its text, a number by its value, all else by its JSON.
  /// - `at_least`: a number by its value, a list by how many elements it has.
  /// - `contains`: a string that has the text in it, a list with an element that equals it, an object with
  ///   a member of this name.
  package func isMet(by value: JSON) -> Bool {
    switch self {
    case .equals(let expected): return value.isEqual(toText: expected)
    case .atLeast(let least):
      let number = value.number ?? value.array.map { Double($0.count) }
      return number.map { $0 >= least } ?? false
    case .contains(let part):
      switch value {
      case .string(let text): return text.contains(part)
      case .array(let elements): return elements.contains { $0.isEqual(toText: part) }
      case .object: return value[part] != nil
      case .null, .bool, .integer, .number: return false
      }
    }
  }

  /// Whether a text without a type, such as a column's or a whole answer, is what is expected: as a text,
  /// or as a number where both are one.
  package func isMet(byText text: String) -> Bool {
    switch self {
    case .equals(let expected): text == expected || areEqualNumbers(text, expected)
    case .atLeast(let least): plainNumber(text).map { $0 >= least } ?? false
    case .contains(let part): text.contains(part)
    }
  }

  /// As the rest of a sentence.
  var words: String {
    switch self {
    case .equals(let text): "`\(oneLine(text))`"
    case .atLeast(let least): "at least \(least.plain)"
    case .contains(let part): "something that contains `\(oneLine(part))`"
    }
  }
}

extension JSON {
  fileprivate func isEqual(toText expected: String) -> Bool {
    switch self {
    case .string(let text): return text == expected
    case .null, .bool: return text(isPretty: false) == expected
    case .integer, .number: return areEqualNumbers(text(isPretty: false), expected)
    case .array, .object:
      // What is no JSON equals no list.
      let other = try? JSONDecoder().decode(JSON.self, from: Data(expected.utf8))
      return other.map { $0.sorted == sorted } ?? false
    }
  }

  /// With the members of objects in the order of their names: theirs says nothing.
  private var sorted: JSON {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let members):
      .object(
        members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
    case .null, .bool, .integer, .number, .string: self
    }
  }
}

/// Whole numbers digit by digit: as floating point, large ones would be equal to their neighbours.
private func areEqualNumbers(_ a: String, _ b: String) -> Bool {
  guard let x = plainNumber(a), let y = plainNumber(b) else { return false }
  if let x = Int(a), let y = Int(b) { return x == y }
  return x == y
}

/// A number as JSON writes it: `007` is a text. Source: RFC 8259, 6.
private func plainNumber(_ text: String) -> Double? {
  let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
  let isPlain =
    text.utf8.count - digits.count <= 1
    && digits.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
    && digits.allSatisfy { $0 < 0x3A || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
  let second = digits.dropFirst().first
  let isPadded =
    digits.first == UInt8(ascii: "0") && second != nil && second != UInt8(ascii: ".")
    && second != UInt8(ascii: "e") && second != UInt8(ascii: "E")
  return isPlain && !isPadded ? Double(text) : nil
}
