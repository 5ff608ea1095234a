/// One name with what each of three trees has there.
struct JoinedItem {
  var name: Int32
  var versions: Three<Version>
}

/// Goes through three trees by name, in the order in which git does.
///
/// A tree keeps the folder `t` behind the file `t-1`: where another tree has `t` next, the folder is
/// looked for ahead, so that a file and a folder of one name meet.
func join(_ trees: Three<Tree>, _ names: borrowing NameTable) -> [JoinedItem] {
  var joined: [JoinedItem] = []
  joined.reserveCapacity(max(trees.base.items.count, trees.ours.items.count))
  var next = Three(0, 0, 0)
  // What was taken ahead, by tree.
  var taken = Three<Set<Int>>([], [], [])
  while true {
    if taken.base.isEmpty, taken.ours.isEmpty, taken.theirs.isEmpty {
      skipCommon(trees, &next, &joined)
    }
    var first: Int32?
    for side in 0...2 {
      while !taken[side].isEmpty, taken[side].remove(next[side]) != nil { next[side] += 1 }
      guard next[side] < trees[side].items.count else { continue }
      let name = trees[side].items[next[side]].name
      if let known = first, name == known || !names.precedes(name, known) { continue }
      first = name
    }
    guard let first else { return joined }
    var item = JoinedItem(name: first, versions: Three(.none, .none, .none))
    for side in 0...2 {
      let items = trees[side].items
      guard next[side] < items.count else { continue }
      if items[next[side]].name == first {
        item.versions[side] = items[next[side]].version
        next[side] += 1
      } else if let ahead = index(of: first, in: items, from: next[side], names),
        !taken[side].contains(ahead)
      {
        item.versions[side] = items[ahead].version
        taken[side].insert(ahead)
      }
    }
    joined.append(item)
  }
}

/// Goes on as long as all three have the same name next.
private func skipCommon(
  _ trees: Three<Tree>, _ next: inout Three<Int>, _ joined: inout [JoinedItem]
) {
  unsafe trees.base.items.withUnsafeBufferPointer { base in
    unsafe trees.ours.items.withUnsafeBufferPointer { ours in
      unsafe trees.theirs.items.withUnsafeBufferPointer { theirs in
        while next.base < base.count, next.ours < ours.count, next.theirs < theirs.count {
          let (a, b, c) = unsafe (base[next.base], ours[next.ours], theirs[next.theirs])
          guard a.name == b.name, a.name == c.name else { return }
          joined.append(
            JoinedItem(name: a.name, versions: Three(a.version, b.version, c.version)))
          next = Three(next.base + 1, next.ours + 1, next.theirs + 1)
        }
      }
    }
  }
}

/// A folder that the names in between hide: all of them begin with its name.
private func index(
  of name: Int32, in items: [Tree.Item], from start: Int, _ names: borrowing NameTable
) -> Int? {
  let wanted = names[name]
  var index = start
  while index < items.count {
    if items[index].name == name { return index }
    let other = names[items[index].name]
    if wanted.lexicographicallyPrecedes(other) {
      let isHiding =
        other.count > wanted.count && other.starts(with: wanted)
        && other[other.startIndex + wanted.count] < 0x2F
      if !isHiding { return nil }
    }
    index += 1
  }
  return nil
}
