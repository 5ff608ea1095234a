/// A text of somebody else's in a sentence: on one line, and no longer than one reads.
func oneLine(_ text: String, atMost limit: Int = 160) -> String {
  let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  return line.count > limit ? line.prefix(limit - 1) + "…" : line
}
