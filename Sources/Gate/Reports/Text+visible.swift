internal import GateModel

extension String {
  /// What a reader sees is what is there: control characters, escape sequences, invisible and
  /// direction-changing characters are written out as `\u{…}`; line ends too, unless kept.
  func visible(keepingLines: Bool = false) -> String {
    var text = ""
    for scalar in unicodeScalars {
      if scalar == "\n", keepingLines {
        text.unicodeScalars.append(scalar)
      } else if scalar == "\t", keepingLines {
        text += "  "
      } else if scalar.isHidden {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Changes how other characters are shown, or is not shown itself.
  fileprivate var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
    }
  }
}
