internal import CLibGit2

/// A run of lines that differs; lines count from 0.
struct LineChange: Equatable {
  var old: Range<Int>
  var new: Range<Int>
}

/// What differs between two texts, by git's histogram diff.
func lineChanges(
  _ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer
) throws(GitError) -> [LineChange] {
  var changes: [LineChange] = []
  let code = unsafe withUnsafeMutablePointer(to: &changes) { payload in
    unsafe gate_xdiff(
      old.baseAddress?.assumingMemoryBound(to: CChar.self), old.count,
      new.baseAddress?.assumingMemoryBound(to: CChar.self), new.count,
      { oldStart, oldCount, newStart, newCount, payload in
        unsafe payload?.assumingMemoryBound(to: [LineChange].self).pointee.append(
          LineChange(old: oldStart..<(oldStart + oldCount), new: newStart..<(newStart + newCount)))
        return 0
      }, payload)
  }
  guard code == 0 else { throw GitError(.other, "two texts could not be compared") }
  return changes
}

/// The lines of a text: where each begins, and where the last ends.
struct Lines {
  private(set) var starts: [Int] = [0]

  init(_ text: UnsafeRawBufferPointer) {
    starts.reserveCapacity(text.count / 24)
    var index = 0
    while index < text.count {
      if unsafe text[index] == 0x0A { starts.append(index + 1) }
      index += 1
    }
    if starts.last != text.count { starts.append(text.count) }
  }

  var count: Int { starts.count - 1 }

  func bytes(_ lines: Range<Int>) -> Range<Int> {
    starts[lines.lowerBound]..<starts[lines.upperBound]
  }
}
