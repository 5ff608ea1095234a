/// A part of a parse tree: a node of Postgres', a field of one, or nothing.
///
/// Postgres writes no field that is null, false, zero or an empty list: what is missing reads as
/// nothing, never as an error. The names are those of Postgres' headers (`parsenodes.h`,
/// `primnodes.h`).
package struct SQLNode: Sendable {
  private let tree: SyntaxTree?
  private let index: Int

  /// Nothing.
  package static let none = SQLNode(nil, 0)

  init(_ tree: SyntaxTree?, _ index: Int) {
    self.tree = tree
    self.index = index
  }

  /// Whether the tree has it.
  package var exists: Bool { tree != nil }

  /// The node's type, `ColumnDef`; empty where it is a field that can only be of one type, a list or
  /// a value.
  package var kind: String {
    guard let tree, isNode(in: tree) else { return "" }
    return tree.text(ofKeyOf: tree.entries[index])
  }

  /// Whether the node's type is this one.
  package func isA(_ kind: StaticString) -> Bool {
    guard let tree, isNode(in: tree) else { return false }
    return tree.holdsKey(kind, tree.entries[index])
  }

  /// A field.
  package subscript(field: StaticString) -> SQLNode {
    guard let tree, tree.entries[index].kind == .object else { return .none }
    let end = Int(tree.entries[index].next)
    var child = index + 1
    while child < end {
      if tree.holdsKey(field, tree.entries[child]) { return SQLNode.unwrapped(tree, child) }
      child = Int(tree.entries[child].next)
    }
    return .none
  }

  /// An element of a list, from 0.
  package subscript(position: Int) -> SQLNode {
    var children = children.makeIterator()
    for _ in 0..<max(0, position) { _ = children.next() }
    return position < 0 ? .none : children.next() ?? .none
  }

  /// The elements of a list, or the fields of a node.
  package var children: Children {
    guard let tree, tree.entries[index].kind == .object || tree.entries[index].kind == .array
    else { return Children(tree: nil, position: 0, end: 0) }
    return Children(tree: tree, position: index + 1, end: Int(tree.entries[index].next))
  }

  /// Every node of a type in here, this one too, in the order of the tree.
  package func all(_ kind: StaticString) -> [SQLNode] {
    guard let tree else { return [] }
    return (index..<Int(tree.entries[index].next)).compactMap { index in
      tree.holdsKey(kind, tree.entries[index]) ? SQLNode(tree, index) : nil
    }
  }

  /// The text of a string; nil for anything else.
  package var text: String? {
    guard let tree, tree.entries[index].kind == .string else { return nil }
    return tree.text(of: tree.entries[index])
  }

  /// Whether it is this text, without making a `String`. For texts without quotes and backslashes.
  package func holds(_ text: StaticString) -> Bool {
    guard let tree, tree.entries[index].kind == .string else { return false }
    return tree.holds(text, at: tree.entries[index].start, tree.entries[index].length)
  }

  /// The number; zero for anything else, as Postgres writes no zeros.
  package var int: Int {
    guard let tree, tree.entries[index].kind == .number else { return 0 }
    return Int(tree.text(of: tree.entries[index])) ?? 0
  }

  /// The truth value; false for anything else, as Postgres writes no `false`.
  package var bool: Bool { tree.map { $0.entries[index].kind == .yes } ?? false }

  /// The JSON, for tests and for people.
  package var description: String {
    guard let tree else { return "" }
    let entry = tree.entries[index]
    let start = Int(entry.start) - (entry.kind == .object || entry.kind == .array ? 1 : 0)
    let length = Int(entry.length) + (entry.kind == .object || entry.kind == .array ? 1 : 0)
    return String(decoding: tree.json[start..<start + length], as: UTF8.self)
  }

  /// The elements of a list.
  package struct Children: Sequence, IteratorProtocol, Sendable {
    fileprivate let tree: SyntaxTree?
    fileprivate var position: Int
    fileprivate let end: Int

    /// The next element.
    package mutating func next() -> SQLNode? {
      guard let tree, position < end else { return nil }
      let index = position
      position = Int(tree.entries[index].next)
      return SQLNode.unwrapped(tree, index)
    }

    /// The next field with its name and, of a node, its type; an element of a list has none.
    mutating func nextField() -> (key: ArraySlice<UInt8>, node: SQLNode)? {
      guard let tree, position < end else { return nil }
      let entry = tree.entries[position]
      let key = tree.json[Int(entry.keyStart)..<Int(entry.keyStart) + Int(entry.keyLength)]
      let index = position
      position = Int(entry.next)
      return (key, SQLNode(tree, index))
    }
  }

  /// The text of a string, a number or a truth value as the JSON has it; nil for a container.
  var scalar: ArraySlice<UInt8>? {
    guard let tree else { return [] }
    let entry = tree.entries[index]
    if entry.kind == .object || entry.kind == .array { return nil }
    return tree.json[Int(entry.start)..<Int(entry.start + entry.length)]
  }

  /// A node that may be of several types is written as an object of one field, named like its type.
  fileprivate static func unwrapped(_ tree: SyntaxTree, _ index: Int) -> SQLNode {
    let entry = tree.entries[index]
    guard entry.kind == .object, Int(entry.next) > index + 1,
      SQLNode(tree, index + 1).isNode(in: tree)
    else { return SQLNode(tree, index) }
    return SQLNode(tree, index + 1)
  }

  /// Types begin with a capital, fields do not.
  private func isNode(in tree: SyntaxTree) -> Bool {
    let entry = tree.entries[index]
    return entry.keyLength > 0 && (0x41...0x5A).contains(tree.json[Int(entry.keyStart)])
  }
}

extension SyntaxTree {
  func holdsKey(_ text: StaticString, _ entry: Entry) -> Bool {
    holds(text, at: entry.keyStart, UInt32(entry.keyLength))
  }

  func holds(_ text: StaticString, at start: UInt32, _ length: UInt32) -> Bool {
    guard Int(length) == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { letters in
      for offset in 0..<letters.count
      where unsafe json[Int(start) + offset] != letters[offset] { return false }
      return true
    }
  }

  func text(ofKeyOf entry: Entry) -> String {
    let start = Int(entry.keyStart)
    return String(decoding: json[start..<start + Int(entry.keyLength)], as: UTF8.self)
  }

  func text(of entry: Entry) -> String {
    let raw = json[Int(entry.start)..<Int(entry.start + entry.length)]
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    return unescaped(raw)
  }

  /// libpg_query escapes quotes, backslashes and what is below a blank, and nothing else.
  private func unescaped(_ raw: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var rest = raw
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch letter {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "u"):
        let digits = String(decoding: rest.prefix(4), as: UTF8.self)
        rest = rest.dropFirst(4)
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        bytes.append(contentsOf: String(Character(scalar)).utf8)
      default: bytes.append(letter)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
