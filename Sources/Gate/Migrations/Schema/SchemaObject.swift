/// One thing of a schema: what it is, what it is called, and everything that counts of it.
package struct SchemaObject: Sendable, Hashable {
  /// What it is.
  package let kind: Kind
  /// With its schema and, where it belongs to a table, with that too: `shop.orders.total`.
  package let name: String
  /// The description of what it goes away with: its table, the constraint of an index.
  package let owner: String?
  /// What it is called in sentences; no two of one schema are called the same.
  package let description: String
  /// Its facts as one text, which is cheap to compare: most are never looked at.
  let definition: String

  /// Makes one of its parts.
  package init(kind: Kind, name: String, owner: String? = nil, facts: [String]) {
    self.init(
      kind: kind, name: name, owner: owner,
      definition: facts.joined(separator: SchemaObject.separator))
  }

  init(kind: Kind, name: String, owner: String?, definition: String) {
    self.kind = kind
    self.name = name
    self.owner = owner
    self.definition = definition
    description = "\(kind.rawValue) \(name)"
  }

  /// A word and a value each, such as `type integer`, `not-null`, `default 0`.
  package var facts: [String] { definition.split(separator: "\u{1F}").map(String.init) }

  /// As `SchemaBranch` has it.
  private static let separator = "\u{1F}"

  /// The kinds of objects, in the order of a report. The raw values are SQL's words.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case schema, `extension`, type
    case table
    case partitionedTable = "partitioned table"
    case view
    case materializedView = "materialized view"
    case foreignTable = "foreign table"
    case compositeType = "composite type"
    case column, constraint, index, sequence, function, procedure, aggregate, trigger, rule, policy
    case statistics
    case eventTrigger = "event trigger"
    case publication
    case publishedTable = "published table"
    case publishedSchema = "published schema"
    case defaultPrivileges = "default privileges"
    case `operator`
    case operatorClass = "operator class"
    case collation, cast
    case searchConfiguration = "text search configuration"
    case searchDictionary = "text search dictionary"
    case foreignServer = "foreign server"
    case comment
  }
}

extension SchemaObject {
  /// A fact in its two parts: `default` and `0`; the value is empty for a word alone.
  static func parts(of fact: String) -> (word: Substring, value: Substring) {
    guard let space = fact.firstIndex(of: " ") else { return (fact[...], "") }
    return (fact[..<space], fact[fact.index(after: space)...])
  }

  /// The value of a fact; nil where there is none.
  func value(of word: String) -> Substring? {
    facts.lazy.map(SchemaObject.parts).first { $0.word == word }?.value
  }

  /// The same without its place among the columns of the table.
  var withoutRank: SchemaObject {
    SchemaObject(
      kind: kind, name: name, owner: owner, facts: facts.filter { !$0.hasPrefix("rank ") })
  }
}
