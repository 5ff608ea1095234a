import TestSupport
import Testing
import YAML

/// A node in one line: `{a: [b, ~]}`, with the place of each scalar after `@` where asked for.
private func shown(_ node: YAMLNode, places: Bool = false) -> String {
  switch node.kind {
  case .null: return "~"
  case .scalar(let text): return places ? "\(text)@\(node.line):\(node.column)" : text
  case .sequence(let nodes):
    return "[" + nodes.map { shown($0, places: places) }.joined(separator: ", ") + "]"
  case .mapping(let entries):
    let parts = entries.map { "\($0.key): \(shown($0.value, places: places))" }
    return "{" + parts.joined(separator: ", ") + "}"
  }
}

private func read(_ text: String, places: Bool = false) -> String {
  do throws(YAMLProblem) {
    guard let node = try YAMLNode(parsing: Array(text.utf8)) else { return "nothing" }
    return shown(node, places: places)
  } catch {
    return "\(error.line):\(error.column): \(error.message)"
  }
}

@Test("what a plan needs of YAML is read")
func reads() {
  let cases: [(text: String, said: String)] = [
    ("", "nothing"), ("# only a comment\n", "nothing"), ("a: 1", "{a: 1}"),
    ("a:\n  - b\n  - c: d\n", "{a: [b, {c: d}]}"),
    ("{a: [b, 'c: d'], e: }", "{a: [b, c: d], e: ~}"),
    ("a: ~\nb: null\nc: 'null'\nd: \"~\"", "{a: ~, b: ~, c: null, d: ~}"),
    ("a: |\n  two\n  lines\n", "{a: two\nlines\n}"), ("a: >\n  two\n  lines\n", "{a: two lines\n}"),
    ("变更点: 是", "{变更点: 是}"), ("a: yes\nb: 0x10\nc: 1e3", "{a: yes, b: 0x10, c: 1e3}"),
    ("a: b # comment\nc: d#e", "{a: b, c: d#e}"), ("\u{FEFF}a: b", "{a: b}"),
    ("a: b\r\nc: d\r\n", "{a: b, c: d}"),
  ]
  for (text, said) in cases { #expect(read(text) == said, "\(text)") }
  #expect(read("a: b\nc:\n  - d\n  - {e: f}", places: true) == "{a: b@1:4, c: [d@3:5, {e: f@4:9}]}")
}

@Test("what can go wrong has its place")
func refusals() {
  let cases: [(text: String, said: String)] = [
    ("a: &x b\nc: d", "1:4: anchors are not supported"),
    ("a: *x", "1:4: `*x` would be a YAML alias, which is not supported"),
    ("a: 1\nb: 2\na: 3", "3:1: the key `a` stands here twice; the first is in line 1"),
    ("a: 1\n---\nb: 2", "2:1: the file holds a second document"),
    ("? [a]\n: b", "1:3: a key is a plain word"),
  ]
  for (text, said) in cases { #expect(read(text) == said, "\(text)") }
  for text in ["a: [b", "a: b: c", "\ta: b", "\"a", "a: !!int x\0"] {
    #expect(read(text).contains("this is not YAML"), "\(text): \(read(text))")
  }
  let deep = String(repeating: "[", count: 10_000)
  #expect(read(deep).contains("nested more than 64 deep"))
  #expect(read("a: " + String(repeating: "x", count: 1 << 20)).contains("larger than 1 MiB"))
}

@Test("fuzz: every text is read or refused with a place")
func fuzzYAML() {
  let seeds = [
    "a: [b, {c: d}]\ne: |\n  f\n", "- a\n- 'b'\n- \"c\\n\"\n- ? d\n  : e\n", "{a: &b c, d: *b}",
  ]
  let words = [
    ": ", "- ", "\n  ", "{", "}", "[", "]", "&a ", "*a", "!!x ", "\"", "'", "|\n", "\t", "---\n",
    "\u{FEFF}",
  ]
  let failures = Fuzz(seeds: seeds, words: words).failures(ofBytes: { input in
    do throws(YAMLProblem) {
      _ = try YAMLNode(parsing: input)
      return nil
    } catch {
      return error.line > 0 && error.column > 0 && !error.message.isEmpty ? nil : "\(error)"
    }
  })
  #expect(failures.isEmpty, "\(failures)")
}
