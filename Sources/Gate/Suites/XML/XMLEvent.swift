/// What an `XMLReader` meets.
enum XMLEvent {
  case start(name: String, attributes: [XMLAttribute])
  case end
  /// Character data as written; `isLiteral` where it has no references (CDATA).
  case text(ArraySlice<UInt8>, isLiteral: Bool)
}

struct XMLAttribute {
  var name: String
  var value: String
}

extension [XMLAttribute] {
  subscript(name: String) -> String? { first { $0.name == name }?.value }
}
