internal import GateModel

/// Colour, where it is wanted; it never carries meaning alone.
struct Paint {
  var isOn: Bool

  func green(_ text: String) -> String { code("32", text) }
  func red(_ text: String) -> String { code("31", text) }
  func yellow(_ text: String) -> String { code("33", text) }
  func faint(_ text: String) -> String { code("2", text) }

  func level(_ level: Finding.Level, _ text: String) -> String {
    switch level {
    case .error: red(text)
    case .warning: yellow(text)
    case .note: faint(text)
    }
  }

  func sign(_ result: Outcome.Result) -> String {
    switch result {
    case .passed, .cached: green("✓")
    case .failed: red("✗")
    case .broken: yellow("?")
    case .skipped: "-"
    }
  }

  private func code(_ code: String, _ text: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
