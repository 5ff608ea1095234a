import Foundation
import Testing

@Test("every `package` declaration has a doc comment")
func documentation() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  var (files, missing) = (0, [String]())
  for folder in ["Sources", "Tests/Support"] {
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: root.appending(path: folder).path)
    for name in names.filter({ $0.hasSuffix(".swift") }).sorted() {
      let file = "\(folder)/\(name)"
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      missing += undocumentedLines(of: text).map { "\(file):\($0)" }
      files += 1
    }
  }
  #expect(missing.isEmpty, "no doc comment:\n\(missing.joined(separator: "\n"))")
  #expect(files >= 150)
}

@Test("a declaration without a doc comment is found, whatever stands before it")
func undocumented() {
  // A source, and the lines that it has to be told of.
  let cases: [(source: String, lines: [Int])] = [
    ("package func f() {}", [1]), ("  package var x: Int", [1]), ("package let x = 1", [1]),
    ("package struct S {}", [1]), ("package enum E {}", [1]), ("package class C {}", [1]),
    ("package actor A {}", [1]), ("package protocol P {}", [1]), ("package init(", [1]),
    ("package init?(_ text: String) {", [1]), ("package init<T>(_ x: T) {", [1]),
    ("package subscript(key: Int) -> Int {", [1]), ("package typealias T = Int", [1]),
    ("package static func < (a: A, b: A) -> Bool {", [1]),
    ("package private(set) var x = 1", [1]), ("package final class C {}", [1]),
    ("nonisolated(unsafe) package static let x = 1", [1]),
    ("@discardableResult package func f() -> Int {", [1]),
    ("@available(*, deprecated, message: \"use g(x)\") package func f() {}", [1]),
    ("@Option(help: \"a (\")\npackage var x = 1", [2]),
    ("@safe\n@frozen\npackage struct S {}", [3]), ("// Why.\npackage var x = 1", [2]),
    ("/// One.\npackage var a = 1\npackage var b = 1", [3]),
    ("/// One.\n\npackage var x = 1", [3]), ("///\npackage var x = 1", [2]),
    ("/// One.\nlet x = 1\npackage var y = 1", [3]),
    ("let text = \"\"\"\n  /// One.\n  \"\"\"\npackage var x = 1", [4]),

    ("/// One.\npackage var x = 1", []), ("/// One.\n///\n/// Two.\npackage func f()", []),
    ("/// One.\n@safe\npackage struct S {}", []), ("@safe\n/// One.\npackage struct S {}", []),
    ("/// One.\n@available(\n  macOS 15, *\n)\npackage func f() {}", []),
    ("/// One.\n@available(\n  macOS 15, *) package func f() {}", []),
    ("package import GateModel", []), ("package import struct Foundation.URL", []),
    ("let package = 1", []), ("for package in packages { let x = package }", []),
    ("private var x = 1", []), ("public package(set) var x = 1", []),
    ("// package func f()", []), ("let text = \"\"\"\n  package func f()\n  \"\"\"", []),
  ]
  for (source, lines) in cases { #expect(undocumentedLines(of: source) == lines, "\(source)") }
}

/// The lines, from 1, of `package` declarations without a doc comment directly above them; attributes
/// may stand in between.
private func undocumentedLines(of source: String) -> [Int] {
  var found: [Int] = []
  var (isDocumented, isInText, depth) = (false, false, 0)
  let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
  for (number, line) in zip(1..., lines) {
    let wasInText = isInText
    if line.ranges(of: "\"\"\"").count % 2 == 1 { isInText.toggle() }
    if wasInText { continue }
    let line = line.drop { $0 == " " }
    if line.hasPrefix("///") {
      isDocumented = isDocumented || line.contains { $0 != "/" && $0 != " " }
      continue
    }
    let isAttribute = depth > 0 || line.hasPrefix("@")
    let words = words(outsideBracketsOf: line, &depth).drop { $0.hasPrefix("@") }
    if isAttribute, words.isEmpty { continue }
    depth = 0
    if !isDocumented, isPackageDeclaration(words) { found.append(number) }
    isDocumented = false
  }
  return found
}

/// The words of a line that stand in no brackets, `set(` for one with brackets; `depth` is how many
/// are open before and after the line. Brackets in quotes do not count.
private func words(outsideBracketsOf line: Substring, _ depth: inout Int) -> [String] {
  var (text, isQuoted) = ("", false)
  for character in line {
    switch character {
    case "\"": isQuoted.toggle()
    case "(" where !isQuoted:
      if depth == 0 { text.append("(") }
      depth += 1
    case ")" where !isQuoted: depth = max(0, depth - 1)
    default: if depth == 0 { text.append(character) }
    }
  }
  return text.split(separator: " ").map(String.init)
}

/// Whether `package` is among the modifiers before the keyword of a declaration.
private func isPackageDeclaration(_ words: ArraySlice<String>) -> Bool {
  let keywords: Set = [
    "func", "var", "let", "struct", "enum", "class", "actor", "init", "subscript", "typealias",
    "protocol",
  ]
  let modifiers = words.prefix { !keywords.contains(String($0.prefix { $0.isLetter })) }
  return modifiers.count < words.count && modifiers.contains("package")
    && !modifiers.contains("import")
    && modifiers.allSatisfy { $0.allSatisfy { $0.isLetter || $0 == "(" } }
}
