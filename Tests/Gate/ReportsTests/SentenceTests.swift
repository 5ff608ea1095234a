import GateModel
import GateReports
import Testing

@Test("a plain sentence stays plain; a word that could mean anything to a reader becomes code")
func sentences() {
  let cases: [(text: String, shown: String)] = [
    ("Done. Nothing else (yet), I think - really!", "Done. Nothing else (yet), I think - really!"),
    ("合计可能变慢。", "合计可能变慢。"),
    ("100% of lane-scope, 3 > 2 & more; why?", "100% of lane-scope, 3 > 2 & more; why?"),
    ("add `owns:` to a lane", "add `owns:` to a lane"),
    ("the key `a|b` of `web/cart.py`, please", "the key `a|b` of `web/cart.py`, please"),
    ("see www.evil.example.", "see `www.evil.example`."),
    ("(WWW.evil.example)", "(`WWW.evil.example`)"),
    ("https://evil.example", "`https://evil.example`"),
    ("mail me@evil.example, @everyone", "mail `me@evil.example`, `@everyone`"),
    ("fixes #12, !7 and group/x#3", "fixes `#12`, `!7` and `group/x#3`"),
    ("[a b](c)", "`[a` `b](c)`"),
    ("an _emphasis_ and *another*", "an `_emphasis_` and `*another*`"),
    (":tada: and $x$", "`:tada`: and `$x$`"),
    ("<b>bold</b> &amp; <!-- gone", "`<b>bold</b>` `&amp`; `<!--` gone"),
    ("/close", "`/close`"),
    ("%\" mile stone\" and www.", "`%\"` mile stone\" and `www`."),
    ("- an item", "\\- an item"),
    ("12. an item", "12\\. an item"),
    ("12) an item", "12\\) an item"),
    ("> a quote", "`>` a quote"),
    ("---", "`---`"),
    ("===", "`===`"),
    ("# a heading", "`#` a heading"),
    ("a lone ` and ``two``", "a lone `` ` `` and ``` ``two`` ```"),
    ("a`b`c", "a`b`c"),
    ("a word\u{202E}turned", "a `word\\u{202e}turned`"),
    ("as of 3f9c2d1 or deadbeef01", "as of `3f9c2d1` or `deadbeef01`"),
  ]
  for (text, shown) in cases {
    var report = SampleReports.passing
    report.description = [Report.Section(name: "Risk", text: text)]
    let lines = ReportFormat.markdown.render(report).lines
    let found = lines.first { $0.hasPrefix("> ") }
    #expect(found.map(String.init) == "> \(shown)", "\(text)")
  }
}
