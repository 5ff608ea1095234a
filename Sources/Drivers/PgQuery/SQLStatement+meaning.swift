extension SQLStatement {
  /// Bytes that are equal for two statements where only comments, white space, the case of keywords
  /// and the like differ.
  ///
  /// `pg_query_fingerprint` is no answer to that question: it takes constants for equal, so `SET
  /// DEFAULT 5` and `SET DEFAULT 6` have one fingerprint.
  package var meaning: [UInt8] { node.bytesWithoutPlaces }
}

extension SQLNode {
  /// The tree without the fields that say where in the text something stands.
  fileprivate var bytesWithoutPlaces: [UInt8] {
    var bytes = Array(kind.utf8)
    var open = [children.makeIterator()]
    while var iterator = open.popLast() {
      guard let (key, child) = iterator.nextField() else {
        bytes.append(UInt8(ascii: "}"))
        continue
      }
      open.append(iterator)
      if key.elementsEqual("location".utf8) { continue }
      bytes.append(UInt8(ascii: ","))
      bytes += key
      bytes.append(UInt8(ascii: ":"))
      if let scalar = child.scalar {
        bytes += scalar
      } else {
        bytes.append(UInt8(ascii: "{"))
        open.append(child.children.makeIterator())
      }
    }
    return bytes
  }
}
