import GateModel
import Testing

@testable import GateSuites

struct CheckoutPathsTests {
  @Test func pathsAreRelativeToTheCheckout() {
    let checkout = CheckoutPaths(roots: ["/code/", "/private/code"]) { _ in true }
    let plain: [(String, String?)] = [
      ("a/b.py", "a/b.py"), ("./a//b.py", "a/b.py"), ("a/../b.py", "b.py"), ("../b.py", nil),
      ("a/../../b.py", nil), ("/code/a.py", "a.py"), ("/private/code/a.py", "a.py"),
      ("/codeshop/a.py", nil), ("/code/../etc/passwd", nil), ("/etc/passwd", nil), ("/code", nil),
      ("", nil), (".", nil), ("a\0b", nil), ("a%20b", "a%20b"),
    ]
    for (text, expected) in plain {
      #expect(checkout.path(text[...])?.description == expected, "\(text)")
    }
    let uris: [(String, String?)] = [
      ("file:///code/a%20b.py", "a b.py"), ("file://host/code/a.py", "a.py"),
      ("file:/code/a.py", "a.py"), ("a%2Fb.py", "a/b.py"), ("https://x/a.py", nil),
      ("a%2", nil), ("a%zz", nil), ("%2e%2e/b", nil), ("file:///etc/passwd", nil),
      ("src/a.py", "src/a.py"), ("file:", nil),
    ]
    for (text, expected) in uris {
      #expect(checkout.path(uri: text[...])?.description == expected, "\(text)")
    }
  }
}
