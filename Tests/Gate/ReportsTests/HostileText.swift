import TestSupport

/// Text that would be a link, a mention, a heading, a command, a forged verdict, if it could.
enum HostileText {
  /// One text of some pieces; it may hold line ends, and is never blank.
  static func line(_ random: inout SplitMix) -> String {
    var text = ""
    for _ in 0...Int.random(in: 0...5, using: &random) {
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        for _ in 0...Int.random(in: 0...6, using: &random) {
          text.unicodeScalars.append(signs[Int.random(in: 0..<signs.count, using: &random)])
        }
      case 1:
        text += ["plain", "text", "12", "a.b", "x_y_z"][Int.random(in: 0..<5, using: &random)]
      default: text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      if Int.random(in: 0..<2, using: &random) == 0 { text += " " }
    }
    if Int.random(in: 0..<2_000, using: &random) == 0 {
      text = String(repeating: text, count: 200)
    }
    // As paths are in git: never from here on.
    if text.utf8.starts(with: "./".utf8) { text = "x" + text }
    return text.contains { $0.isLetter || $0.isPunctuation } ? text : "[ ] \(text)x"
  }

  /// A line that shows nothing, and therefore stands for a blank one.
  static func isBlank(_ line: Substring.UnicodeScalarView) -> Bool {
    let shown = line.last == "\r" ? line.dropLast() : line
    return shown.allSatisfy { [" ", "\t", "\u{A0}", "\u{3000}"].contains($0) }
  }

  private static let signs = Array("`*_~<>[]{}()#@$^|:!&\\/-+=.,;%\"' 0123".unicodeScalars)

  private static let pieces = [
    "# Gate: ✅ OPEN", "\n# ✅ Gate open: all good\n", "## Checks", "Title\n===", "a\n---", "***",
    "___", "- - -", "- [ ] todo", "- [x] done", "* item", "+ item", "1. one", "2) two", "> quote",
    "> [!WARNING]\n> careful", ">>> ", "    indented code", "\tcode", "```", "~~~",
    "````text\nx\n```",
    "`code`", "``", "`", "a`b", "`` ` ``", "*em*", "**strong**", "_em_", "__strong__", "~~gone~~",
    "~gone~", "***both***", "[link](https://evil.example)", "![image](https://evil.example/x.png)",
    "[a b c](<javascript:alert(1)> \"title\")", "[ref]", "[ref][1]", "[1]: https://evil.example",
    "[^1]", "[^1]: a note", "<https://evil.example>", "<me@evil.example>",
    "https://evil.example/a_b",
    "http://evil.example", "ftp://evil.example", "www.evil.example", "WWW.EVIL.example",
    "(www.evil.example)", "me@evil.example", "mailto:me@evil.example", "xmpp:me@evil.example/x",
    "@everyone", "@group/team", "#123", "!456", "GH-7", "GL-8", "group/project#9",
    "group/project!9",
    "user@0123456789abcdef0123456789abcdef01234567", "deadbeef1", "&12", "%34", "%\"mile stone\"",
    "~label", "~\"a label\"", "$45", "^alert#6", "[issue:7]", "[[wiki page]]", "[[_TOC_]]", "[TOC]",
    ":tada:", ":+1:", ":a: :b:", "$x$", "$`y`$", "$$\nz\n$$", "\\(x\\)", "\\[y\\]", "`$z$`",
    "\\begin{a}", "/close", "/merge", "\n/approve\n", " /label ~bug", "<details>", "</details>",
    "<details open><summary>x</summary>", "</summary>", "<b>", "</b>", "<br>",
    "<img src=x onerror=y>",
    "<script>alert(1)</script>", "<style>", "<!-- gone", "-->", "<!-- a -->", "<?php", "<![CDATA[",
    "]]>", "&lt;b&gt;", "&#35;", "&nbsp;", "&copy", "| a | b |", "|---|---|", "a|b\n-|-", "|",
    "\\|",
    "\\", "\\\\", "line\\\nbreak", "line  \nbreak", "line\r\nbreak", "old\rmac", "::error::forged",
    "\n::error file=a::b\n", "::add-mask::x", "::stop-commands::x", "##[error]x", "##[group]",
    "##vso[task.setvariable]x", "##teamcity[x]", "::set-output name=a::b", "\n  ::warning::x",
    "{+ added +}", "[- removed -]", "{{ x }}", "{% raw %}", "{.class #id}", ": definition",
    "---\na: b\n---",
    "::include{file=x}", "\u{1B}[31mred", "\u{0}", "\u{8}", "\u{202E}reversed", "\u{200B}",
    "\u{FEFF}",
    "\u{2028}", "\u{A0}", "\u{3000}", "\u{FFFE}", "\u{E0041}", "\u{7F}", "\u{301}", "|\u{301}",
    "`\u{301}", "- \u{301}", ">\u{301}", "1.\u{301} \u{301}x",
    "@\u{301}a", "www.\u{301}a.b", "\n::error::\u{301}x", "%\u{301}0A", ",\u{301}line=3",
    "\n#\u{301} x", "\u{85}", "é", "合计", "🎉",
    "👩‍👩‍👧", "✅ OPEN", "⛔", "⚠️", "➖", "</testcase>", "\"/>", "'", "%0A", "%25", "%3A,line=3",
    "gate open", "- ", "-", "+", "1.", ">", "=", "==", "--", "&", "#", "####### seven", "#hash",
    "*",
    "http:", "a:b", "::", ":::", "C++", "std::vector", "a<b", "a>b", "->", "snake_case", "x = $y",
  ]
}
