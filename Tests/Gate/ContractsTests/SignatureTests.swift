import Foundation
import GateModel
import Processes
import TestSupport
import Testing

@testable import GateContracts

private func signatures(_ files: [String: String]) async throws -> [String] {
  try await Contract(
    signaturesOf: files.map { (RepoPath($0.key), Array($0.value.utf8)) },
    under: Supervisor(executable: World.built + "/gate"), environment: ["PATH": "/usr/bin:/bin"]
  ).entries.map { "\($0.name): \($0.definition)" }
}

@Test(
  "what others can see of a file is frozen, by the rule of its language", .timeLimit(.minutes(5)))
func languages() async throws {
  let cases: [(name: String, source: String, said: [String])] = [
    (
      "pkg/app.py",
      """
      import os
      LIMIT = 3
      _hidden = 4
      class Cart(dict):
        size: int = 0
        def __init__(self, a): pass
        def total(self, currency="EUR",
                  rounded=True) -> int:
          def inner(): pass
        def _own(self): pass
      async def load(path: str, *rest): pass
      """,
      [
        "pkg/app.py: Cart: class (dict)", "pkg/app.py: Cart.__init__: member (self, a)",
        "pkg/app.py: Cart.size: variable: int",
        #"pkg/app.py: Cart.total: member (self, currency="EUR", rounded=True) -> int"#,
        "pkg/app.py: LIMIT: variable", "pkg/app.py: load: function (path: str, *rest)",
      ]
    ),
    (
      "a.go",
      """
      package cart
      type Cart struct {
        Items []int
        hidden int
      }
      func (c *Cart) Total(cur string) (int, error) { return 1, nil }
      func lower() {}
      """,
      [
        "a.go: cart.Cart: struct", "a.go: cart.Cart.Items: member: []int",
        "a.go: cart.Cart.Total: func (cur string) -> (int, error)",
      ]
    ),
    (
      "a.ts",
      """
      export interface Item { id: string }
      export function top(a: number, b?: string): void {
      }
      function hidden() {}
      """,
      [
        "a.ts: Item: interface", "a.ts: Item.id: property",
        "a.ts: top: function export function top(a: number, b?: string): void",
      ]
    ),
    // Its name would be an option or a command, its extension is none.
    ("--options=x;touch y.p$y", "def f(): pass", []),
    ("-a $(touch z)/é.py", "def f(): pass", ["-a $(touch z)/é.py: f: function ()"]),
  ]
  for (name, source, said) in cases {
    #expect(try await signatures([name: source]) == said, "\(name)")
  }
}

@Test("Swift: what other modules can see, however it is written")
func swift() {
  let source = """
    import A
    // package func no() {}
    /* public /* func */ no() */
    package struct Cart<Item: Hashable>: Sendable where Item: Sendable {
      package private(set) var items: [Item] = [f { $0 }]
      package let text = "package func \\(g("}")) no() {"
      var hidden = 1
      package init?(_ a: Int,
        b: String = "x{"
      ) throws(E) {
        package func no() {}
      }
      @discardableResult package static func < (a: Self, b: Self) -> Bool { a.x < b.x }
      package subscript(i: Int) -> Item { items[i] }
      package var count: Int {
        get { 1 }
      }
    }
    package enum Kind: String {
      case one, two = "x"
      indirect case three(Int, b: Kind)
      private func no() { switch self { case .one: break } }
    }
    package protocol Shape {
      associatedtype Edge
      var edges: [Edge] { get }
      func area() async -> Double
    }
    extension Cart {
      public func total(_ c: String) -> Int
      where Item == Int { 1 }
      func no() {}
    }
    struct Own { package var inner: Int }
    func no() {}
    """
  let lines = swiftEntries(of: Array(source.utf8), in: RepoPath("A.swift")).map {
    "\($0.name.dropFirst("A.swift: ".count)): \($0.definition)"
  }
  #expect(
    lines == [
      "Cart: struct Cart<Item: Hashable>: Sendable where Item: Sendable",
      "Cart.items: var items: [Item]", "Cart.text: let text",
      #"Cart.init: init?(_ a: Int, b: String = "x{") throws(E)"#,
      "Cart.<: static func < (a: Self, b: Self) -> Bool",
      "Cart.subscript: subscript(i: Int) -> Item", "Cart.count: var count: Int",
      "Kind: enum Kind: String", "Kind.one: case one, two", "Kind.three: case three(Int, b: Kind)",
      "Shape: protocol Shape", "Shape.Edge: associatedtype Edge", "Shape.edges: var edges: [Edge]",
      "Shape.area: func area() async -> Double",
      "Cart.total: func total(_ c: String) -> Int where Item == Int",
    ])
}

@Test("no Swift file ends the reader")
func fuzz() {
  let seeds = [
    "package struct A { package func f(_ a: Int = 1) -> Int { \"\\(a + \"}\")\" } }",
    "public enum E: Int { case a, b(x: [Int]); indirect case c }\n/* /* */ */ #\"\\#(\"x\")\"#",
    "package protocol P {\nvar a: Int { get }\nstatic func < (a: Self, b: Self) -> Bool\n}",
  ]
  let words = [
    "{", "}", "(", "\"", "\"\"\"", "\\(", "/*", "*/", "package ", "func ", "<", "#\"", "case ",
  ]
  let failures = Fuzz(seeds: seeds, words: words).failures { text in
    let entries = swiftEntries(of: Array(text.utf8), in: RepoPath("A.swift"))
    return entries.allSatisfy { !$0.name.isEmpty } ? nil : "an entry without a name"
  }
  #expect(failures.isEmpty, "\(failures)")
}
