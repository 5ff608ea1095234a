/// A value of a YAML document and where it begins. Lines and columns count from 1.
package struct YAMLNode: Sendable, Hashable {
  /// The value itself.
  package var kind: Kind
  /// The line on which the value begins.
  package var line: Int
  /// The column at which the value begins, in characters.
  package var column: Int

  /// Makes a node; without a place it stands at the beginning of the document.
  package init(_ kind: Kind, line: Int = 1, column: Int = 1) {
    self.kind = kind
    self.line = line
    self.column = column
  }

  /// What a value can be: anchors and aliases are refused before.
  package enum Kind: Sendable, Hashable {
    /// Text as written, without quotes; a plain `null`, `~` or nothing is `null`.
    case scalar(String)
    case null
    case sequence([YAMLNode])
    /// In the order of the file; keys are unique scalars.
    case mapping([Entry])
  }

  /// One key and its value.
  package struct Entry: Sendable, Hashable {
    /// The key without quotes.
    package var key: String
    /// What stands behind the key; a `null` node where nothing does.
    package var value: YAMLNode
    /// Where the key stands.
    package var line: Int
    /// The column of the key, in characters.
    package var column: Int
  }

  /// The value of a key; nil where this is no mapping or has no such key, and where the value is null.
  package subscript(key: String) -> YAMLNode? {
    guard let value = entries.first(where: { $0.key == key })?.value, value.kind != .null else {
      return nil
    }
    return value
  }

  /// The entries of a mapping; none of anything else.
  package var entries: [Entry] { if case .mapping(let entries) = kind { entries } else { [] } }
  /// The elements of a sequence; none of anything else.
  package var elements: [YAMLNode] { if case .sequence(let nodes) = kind { nodes } else { [] } }
  /// The text of a scalar.
  package var text: String? { if case .scalar(let text) = kind { text } else { nil } }
}

/// Why a text is not YAML that the gate reads.
package struct YAMLProblem: Error, Sendable, Hashable {
  /// The line of what is wrong, from 1.
  package var line: Int
  /// The column of what is wrong, from 1, in characters.
  package var column: Int
  /// One sentence, without the place.
  package var message: String
  /// What to write instead, in one line; nil where there is nothing to advise.
  package var hint: String?
}
