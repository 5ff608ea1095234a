/// Every name that occurs in a tree, once: equal names are equal numbers.
struct NameTable {
  private var bytes: [UInt8] = []
  private var starts: [Int32] = [0]
  /// An open hash table of numbers + 1; its size is a power of two.
  private var slots = [Int32](repeating: 0, count: 1 << 12)

  var count: Int { starts.count - 1 }

  subscript(_ name: Int32) -> ArraySlice<UInt8> {
    bytes[Int(starts[Int(name)])..<Int(starts[Int(name) + 1])]
  }

  mutating func number(of name: UnsafeRawBufferPointer) -> Int32 {
    if count * 2 >= slots.count { grow() }
    var slot = unsafe NameTable.hash(name) & (slots.count - 1)
    while slots[slot] != 0 {
      let known = slots[slot] - 1
      if unsafe isEqual(known, name) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = Int32(count)
    unsafe bytes.append(contentsOf: name)
    starts.append(Int32(bytes.count))
    slots[slot] = number + 1
    return number
  }

  /// As git orders names: byte by byte, a longer one after its beginning.
  func precedes(_ a: Int32, _ b: Int32) -> Bool {
    a != b && self[a].lexicographicallyPrecedes(self[b])
  }

  /// In a tree a folder stands where it would with a `/` at its end.
  func precedes(_ a: Int32, isFolder: Bool, _ b: Int32, isFolder other: Bool) -> Bool {
    let (x, y) = (self[a], self[b])
    let common = min(x.count, y.count)
    let order = unsafe x.withUnsafeBytes { p in
      unsafe y.withUnsafeBytes { q in unsafe compare(p, q, common) }
    }
    if order != 0 { return order < 0 }
    let next = { (name: ArraySlice<UInt8>, isFolder: Bool) -> UInt8 in
      name.count > common ? name[name.startIndex + common] : isFolder ? 0x2F : 0
    }
    return next(x, isFolder) < next(y, other)
  }

  func isEqual(_ name: Int32, _ other: UnsafeRawBufferPointer) -> Bool {
    let own = self[name]
    guard own.count == other.count else { return false }
    return unsafe own.withUnsafeBytes { unsafe compare($0, other, other.count) } == 0
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 4)
    for number in 0..<Int32(count) {
      var slot = unsafe self[number].withUnsafeBytes { unsafe NameTable.hash($0) }
      slot &= slots.count - 1
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = number + 1
    }
  }

  private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<name.count {
      hash = unsafe (hash ^ UInt64(name[index])) &* 0x0000_0100_0000_01b3
    }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }
}

/// Negative, zero or positive, as `memcmp`.
private func compare(
  _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, _ count: Int
) -> Int {
  for index in 0..<count {
    let (x, y) = unsafe (a[index], b[index])
    if x != y { return x < y ? -1 : 1 }
  }
  return 0
}
