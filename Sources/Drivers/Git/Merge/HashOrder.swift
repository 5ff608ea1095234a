/// The order in which git goes through a map of paths.
///
/// Of several equally good answers git takes the first that its maps give. An answer that is the same
/// each time asks for the same order; it follows from the hashes of the keys and the order in which they
/// came. Source: git 2.39, hashmap.
func gitMapOrder(_ hashes: [UInt32]) -> [Int] {
  var buckets = [[Int]](repeating: [], count: 64)
  for (index, hash) in hashes.enumerated() {
    let size = UInt32(buckets.count)
    // A bucket holds its newest key first; kept here in reverse.
    buckets[Int(hash & (size - 1))].append(index)
    guard index + 1 > Int(UInt64(size) * 80 / 100) else { continue }
    var larger = [[Int]](repeating: [], count: buckets.count * 4)
    for bucket in buckets {
      for moved in bucket.reversed() { larger[Int(hashes[moved] & (size * 4 - 1))].append(moved) }
    }
    buckets = larger
  }
  return buckets.flatMap { $0.reversed() }
}

/// Numbers by path, gone through in git's order.
struct Counts {
  private(set) var values: [Int32: Int] = [:]
  private var keys: [Int32] = []

  mutating func add(_ amount: Int, to key: Int32) {
    if values.updateValue((values[key] ?? 0) + amount, forKey: key) == nil { keys.append(key) }
  }

  mutating func remove(_ key: Int32) {
    if values.removeValue(forKey: key) != nil { keys.removeAll { $0 == key } }
  }

  /// The key of the largest number; of several the one that git meets first.
  func largest(_ paths: borrowing PathTable) -> Int32? {
    guard keys.count > 1 else { return keys.first }
    var best: (key: Int32, value: Int)?
    var hashes: [UInt32] = []
    for key in keys { hashes.append(key < 0 ? PathTable.slashHash : paths.hash(key)) }
    for index in gitMapOrder(hashes) {
      let (key, value) = (keys[index], values[keys[index]] ?? 0)
      if value > best?.value ?? 0 { best = (key, value) }
    }
    return best?.key
  }
}
