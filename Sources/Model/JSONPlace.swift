/// A place in a JSON value: `$.counts.running`, `$.items[0].name`, `$['odd key']`, `$[-1]`.
///
/// Source: RFC 9535, the part that it calls singular queries (2.3.5.1): a name or an index a segment, so
/// that there is one value or none. No wildcards, slices, filters or functions.
package struct JSONPlace: Sendable, Hashable, CustomStringConvertible {
  /// As it was written.
  package let description: String
  private let steps: [Step]

  private enum Step: Sendable, Hashable {
    case name(String)
    /// From the end where it is negative.
    case index(Int)
  }

  /// Fails where the text is no such place.
  package init?(_ text: String) {
    var scanner = Scanner(rest: text.unicodeScalars[...])
    guard scanner.take("$") else { return nil }
    var steps: [Step] = []
    while !scanner.rest.isEmpty {
      guard let step = scanner.step() else { return nil }
      steps.append(step)
    }
    description = text
    self.steps = steps
  }

  /// The value at the place; nil where there is none, which is not the same as a null.
  package func value(in json: JSON) -> JSON? {
    var value = json
    for step in steps {
      switch step {
      case .name(let name):
        guard let next = value[name] else { return nil }
        value = next
      case .index(let number):
        guard let list = value.array else { return nil }
        let index = number < 0 ? list.count + number : number
        guard list.indices.contains(index) else { return nil }
        value = list[index]
      }
    }
    return value
  }

  private struct Scanner {
    var rest: Substring.UnicodeScalarView

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == scalar else { return false }
      rest.removeFirst()
      return true
    }

    mutating func step() -> Step? {
      if take(".") { return shortName().map { .name($0) } }
      guard take("[") else { return nil }
      let step: Step?
      if let quote = rest.first, quote == "'" || quote == "\"" {
        rest.removeFirst()
        step = quoted(until: quote).map { .name($0) }
      } else {
        step = index().map { .index($0) }
      }
      return take("]") ? step : nil
    }

    /// Letters, digits, `_` and all beyond ASCII; not with a digit first.
    private mutating func shortName() -> String? {
      let name = rest.prefix { scalar in
        !scalar.isASCII || scalar == "_" || UInt8(ascii: scalar).isLetterOrDigit
      }
      guard let first = name.first, !("0"..."9").contains(first) else { return nil }
      rest = rest[name.endIndex...]
      return String(name)
    }

    /// With `\'`, `\"`, `\\` for what would end it.
    private mutating func quoted(until quote: Unicode.Scalar) -> String? {
      var name = String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == quote { return String(name) }
        guard scalar == "\\" else {
          name.append(scalar)
          continue
        }
        guard let next = rest.popFirst(), next == quote || next == "\\" else { return nil }
        name.append(next)
      }
      return nil
    }

    private mutating func index() -> Int? {
      let digits = String(rest.prefix { $0 == "-" || ("0"..."9").contains($0) })
      guard let number = Int(digits), String(number) == digits else { return nil }
      rest = rest.dropFirst(digits.unicodeScalars.count)
      return number
    }
  }
}
