internal import GateModel

extension String {
  /// What a reader sees is what is there: control characters, escape sequences, invisible and
  /// direction-changing characters are written out as `\u{…}`; line ends too, unless kept. Wide and
  /// narrow spaces become plain ones.
  package func visible(keepingLines: Bool = false) -> String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F {
        text.unicodeScalars.append(scalar)
      } else if scalar == "\n", keepingLines {
        text.unicodeScalars.append(scalar)
      } else if scalar == "\t" {
        text += keepingLines ? "  " : " "
      } else if scalar.isHidden {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      } else if scalar.properties.generalCategory == .spaceSeparator {
        text += " "
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The same, at most so many bytes of it, however long the text is.
  func shown(atMost limit: Int, keepingLines: Bool = false) -> String {
    clipped(to: limit).visible(keepingLines: keepingLines).clipped(to: limit)
  }

  /// Shows nothing, in any of its lines.
  var isBlank: Bool { visible(keepingLines: true).utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A } }

  /// The same text in the log of a CI job, where a line could be a command to the runner: GitHub's
  /// obeys `::name::` at the start of a line and `##[name]` anywhere, Azure's `##vso[…]`. One character
  /// of each is written out.
  /// Source: actions/runner, src/Runner.Common/ActionCommand.cs.
  func inertInLogs() -> String {
    guard utf8.contains(0x3A) || utf8.contains(0x23) else { return self }
    let scalars = Array(unicodeScalars)
    var text = String.UnicodeScalarView()
    var (isAtStart, hashes, isInName) = (true, 0, false)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
      switch scalar {
      case ":" where isAtStart && next == ":": text.append(contentsOf: "\\u{3a}".unicodeScalars)
      case "[" where isInName: text.append(contentsOf: "\\u{5b}".unicodeScalars)
      default: text.append(scalar)
      }
      isAtStart = scalar == "\n" || (isAtStart && scalar == " ")
      isInName = scalar == "#" ? hashes >= 1 : isInName && scalar.properties.isAlphabetic
      hashes = scalar == "#" ? hashes + 1 : 0
    }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Changes how other characters are shown, or is not shown itself.
  fileprivate var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    case _ where value & 0xFFFE == 0xFFFE: true
    // The two that choose between text and emoji are harmless; the others hide data.
    default: properties.isDefaultIgnorableCodePoint && !(0xFE0E...0xFE0F).contains(value)
    }
  }
}
