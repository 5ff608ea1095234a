/// The candidate that a mistyped word most likely meant; nil where none is near.
///
/// Near is at most a third of the word's letters away, counting a swap of neighbours as one step.
/// Source: optimal string alignment distance.
package func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let length = word.unicodeScalars.count
  let limit = length < 3 ? 0 : length / 3
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate != word {
    let found = distance(Array(word.lowercased().utf8), Array(candidate.lowercased().utf8), limit)
    guard found <= limit, found < best?.distance ?? .max else { continue }
    best = (candidate, found)
  }
  return best?.name
}

/// The edits between two words, or more than `limit` where they are further apart.
private func distance(_ a: [UInt8], _ b: [UInt8], _ limit: Int) -> Int {
  guard abs(a.count - b.count) <= limit else { return limit + 1 }
  var (before, row) = ([Int](), Array(0...b.count))
  for i in a.indices {
    var next = [i + 1]
    for j in b.indices {
      var cost = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      next.append(cost)
    }
    (before, row) = (row, next)
  }
  return row[b.count]
}
