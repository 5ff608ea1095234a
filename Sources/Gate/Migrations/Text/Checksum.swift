/// What a migration does, as 32 bytes: equal for texts that differ in comments and layout only.
package struct Checksum: Sendable, Hashable, CustomStringConvertible {
  /// The SHA-256 digest.
  package let bytes: [UInt8]

  /// Computes it from statements: the digest of their canonical text.
  package init(of text: String) {
    // What a quotation is depends on this setting: nothing is left out then.
    let isOdd = text.contains("standard_conforming_strings")
    bytes = sha256(isOdd ? Array(text.utf8) : canonicalSQL(text))
  }

  /// The digest of bytes as they are.
  init(digestOf content: [UInt8]) {
    bytes = sha256(content)
  }

  /// In hexadecimal.
  package var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension MigrationText {
  /// What an applied migration is held to.
  package var checksum: Checksum { Checksum(of: text) }

  /// Whether no statement stands in it: only comments, blanks and semicolons.
  package var isEmpty: Bool { !hasStatement(text) }
}
