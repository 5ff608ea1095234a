/// A value of a YAML document and where it begins. Lines and columns count from 1.
package struct YAMLNode: Sendable, Hashable {
  package var kind: Kind
  package var line: Int
  package var column: Int

  package init(_ kind: Kind, line: Int = 1, column: Int = 1) {
    self.kind = kind
    self.line = line
    self.column = column
  }

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
    package var key: String
    package var value: YAMLNode
    /// Where the key stands.
    package var line: Int
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
  package var line: Int
  package var column: Int
  /// One sentence, without the place.
  package var message: String
  package var hint: String?
}
