/// A text as one short line: what steers a terminal is left out, runs of blanks become one. The limit is in bytes,
/// as in whatever the line is written into; where more is said, `…` follows.
func oneLine(_ text: some StringProtocol, limit: Int = 180) -> String {
  var line = String.UnicodeScalarView()
  var (count, isBlank) = (0, true)
  for scalar in text.unicodeScalars.prefix(limit * 8) {
    if scalar.properties.isWhitespace || scalar.value < 0x20 {
      if !isBlank { line.append(" ") }
      isBlank = true
      continue
    }
    if (0x7F...0x9F).contains(scalar.value) { continue }
    count += UTF8.width(scalar)
    if count > limit {
      line.append("…")
      return String(line)
    }
    line.append(scalar)
    isBlank = false
  }
  if line.last == " " { line.removeLast() }
  return String(line)
}

/// The same number for the same words on every machine. Source: FNV-1a, 64 bits.
package func digest(of words: some Sequence<String>) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for word in words {
    for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  }
  return hash
}
