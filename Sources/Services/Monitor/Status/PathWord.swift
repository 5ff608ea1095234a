/// As a part of a path. Source: RFC 3986, 3.3.
package func pathWord(_ text: String) -> String {
  text.utf8.map { byte in
    let character = Unicode.Scalar(byte)
    let isPlain =
      byte < 0x80
      && (character.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(character))
    let digits = String(byte, radix: 16, uppercase: true)
    return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + digits
  }.joined()
}
