import Testing

@testable import Server

@Suite("pieces of a page")
struct HTMLTests {
  @Test("what is put in is text, in elements and in attributes")
  func escaping() {
    let table: [(text: String, html: String)] = [
      ("plain, größer, 日本", "plain, größer, 日本"),
      ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
      ("\"><img onerror='x'>", "&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;"),
      ("&lt;", "&amp;lt;"), ("a\nb\tc", "a\nb\tc"),
      ("\u{0}\u{1B}[31m\u{7F}\u{9B}\r", "\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}"),
      ("a\r\nb", "a\u{FFFD}\nb"),
      ("\u{202E}gnp.exe\u{2066}", "\u{FFFD}gnp.exe\u{FFFD}"),
      // One character of Swift's may be several scalars.
      ("<\u{301}\u{202E}", "&lt;\u{301}\u{FFFD}"),
    ]
    for (text, html) in table {
      let (element, attribute): (HTML, HTML) = ("<b>\(text)</b>", "<b title=\"\(text)\"></b>")
      #expect(element.text == "<b>\(html)</b>" && attribute.text == "<b title=\"\(html)\"></b>")
    }
  }

  @Test("a piece goes in as it is; none of one is nothing")
  func pieces() {
    let (piece, none): (HTML, HTML?) = ("<i>\("<")</i>", nil)
    let whole: HTML = "<p>\(piece)\(none)\([piece, piece])\(7)</p>"
    #expect(whole.text == "<p><i>&lt;</i><i>&lt;</i><i>&lt;</i>7</p>")
  }

  @Test("what stands between backquotes is code")
  func sentences() {
    let table = [
      ("nothing of it", "nothing of it"), ("`a<b`", "<code>a&lt;b</code>"),
      ("add `x` to `y`.", "add <code>x</code> to <code>y</code>."), ("one ` alone", "one ` alone"),
      ("`a` and one ` more", "`a` and one ` more"), ("", ""),
    ]
    for (sentence, html) in table { #expect(prose(sentence).text == html) }
  }
}
