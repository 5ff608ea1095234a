/// Commits by date, the youngest first, those of one date in the order in which they came.
struct DateQueue {
  private var heap: [(date: UInt64, turn: Int, commit: Int32)] = []
  private var turn = 0

  func contains(where isWanted: (Int32) -> Bool) -> Bool {
    heap.contains { isWanted($0.commit) }
  }

  mutating func put(_ commit: Int32, _ date: UInt64) {
    heap.append((date, turn, commit))
    turn += 1
    var child = heap.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func take() -> Int32? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var parent = 0
      while true {
        var next = 2 * parent + 1
        guard next < heap.count else { break }
        if next + 1 < heap.count, isBefore(next + 1, next) { next += 1 }
        guard isBefore(next, parent) else { break }
        heap.swapAt(next, parent)
        parent = next
      }
    }
    return first.commit
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    heap[a].date == heap[b].date ? heap[a].turn < heap[b].turn : heap[a].date > heap[b].date
  }
}
