/// Text from the change, made harmless in Markdown (GitHub's and GitLab's flavours).
enum MarkdownText {
  /// As running text: no structure, link, mention, reference or HTML comes out of it.
  static func plain(_ text: String) -> String {
    var escaped = ""
    for scalar in text.visible().unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "-", ".", "!", "|", "~",
        ">",
        "=", "$", ":":
        escaped += needsEscape(scalar, after: escaped) ? "\\\(scalar)" : String(scalar)
      case "<": escaped += "&lt;"
      case "&": escaped += "&amp;"
      // A mention or a reference works even where it is escaped; a word joiner breaks it.
      case "@": escaped += "@\u{2060}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Inside a sentence a point or a hyphen means nothing; at its beginning it may begin a list.
  private static func needsEscape(_ scalar: Unicode.Scalar, after text: String) -> Bool {
    switch scalar {
    case "." where text.lowercased().hasSuffix("www"): true
    case ".", ")", "-", "+", "=", "(", "!": text.allSatisfy { $0.isNumber || $0.isWhitespace }
    // `http://` and `www.` become links by themselves.
    case ":":
      ["http", "https", "ftp", "mailto", "xmpp"].contains { text.lowercased().hasSuffix($0) }
    case "_": !(text.last?.isLetter ?? false)
    default: true
    }
  }

  /// As code within a line. A table's cells need their bars escaped even there.
  static func code(_ text: String) -> String {
    let shown = text.visible().replacing("|", with: "\\|")
    let fence = String(repeating: "`", count: longestRun(of: "`", in: shown) + 1)
    let gap = shown.hasPrefix("`") || shown.hasSuffix("`") || shown.isEmpty ? " " : ""
    return fence + gap + shown + gap + fence
  }

  /// As a block of code over several lines.
  static func block(_ text: String) -> String {
    let shown = text.visible(keepingLines: true)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: shown) + 1))
    return "\(fence)text\n\(shown)\n\(fence)\n"
  }

  private static func longestRun(of character: Character, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for next in text {
      run = next == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

extension String {
  /// Every occurrence of a text replaced.
  func replacing(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
