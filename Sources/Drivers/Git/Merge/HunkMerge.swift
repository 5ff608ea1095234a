/// The hunks of both sides, in the order of the lines.
struct HunkMerge {
  let texts: Three<[UInt8]>
  let lines: Three<Lines>
  var hunks: [Hunk] = []

  struct Hunk {
    var kind: Kind
    var ours: Range<Int>
    var theirs: Range<Int>
  }

  /// Whose lines are taken; `same` is a conflict in which nothing differs.
  enum Kind { case ours, theirs, conflict, same }

  init(texts: Three<[UInt8]>, lines: Three<Lines>) {
    (self.texts, self.lines) = (texts, lines)
  }

  mutating func pair(_ ours: [LineChange], _ theirs: [LineChange]) {
    var (i, j) = (0, 0)
    // How many lines each side is ahead of the base between its changes.
    var (ahead, behind) = (0, 0)
    while i < ours.count || j < theirs.count {
      let (a, b) = (i < ours.count ? ours[i] : nil, j < theirs.count ? theirs[j] : nil)
      if let a, b == nil || a.old.upperBound < b?.old.lowerBound ?? 0 {
        append(.ours, a.new, moved(a.old, behind))
        ahead = a.new.upperBound - a.old.upperBound
        i += 1
      } else if let b, a == nil || b.old.upperBound < a?.old.lowerBound ?? 0 {
        append(.theirs, moved(b.old, ahead), b.new)
        behind = b.new.upperBound - b.old.upperBound
        j += 1
      } else if let a, let b {
        if !(a.old == b.old && isSame(a.new, b.new)) {
          // Each side's lines for all the base's lines that either changed.
          let (start, end) = (
            min(a.old.lowerBound, b.old.lowerBound), max(a.old.upperBound, b.old.upperBound)
          )
          append(.conflict, widened(a, start, end), widened(b, start, end))
        }
        if a.old.upperBound <= b.old.upperBound {
          ahead = a.new.upperBound - a.old.upperBound
          i += 1
        }
        if b.old.upperBound <= a.old.upperBound {
          behind = b.new.upperBound - b.old.upperBound
          j += 1
        }
      }
    }
  }

  private func moved(_ range: Range<Int>, _ lines: Int) -> Range<Int> {
    (range.lowerBound + lines)..<(range.upperBound + lines)
  }

  private func widened(_ change: LineChange, _ start: Int, _ end: Int) -> Range<Int> {
    let first = change.new.lowerBound - (change.old.lowerBound - start)
    return first..<(change.new.upperBound + end - change.old.upperBound)
  }

  /// What touches the hunk before becomes one with it, and a conflict if they are of two kinds.
  private mutating func append(_ kind: Kind, _ ours: Range<Int>, _ theirs: Range<Int>) {
    if let last = hunks.last,
      ours.lowerBound <= last.ours.upperBound || theirs.lowerBound <= last.theirs.upperBound
    {
      let index = hunks.count - 1
      if last.kind != kind { hunks[index].kind = .conflict }
      hunks[index].ours = last.ours.lowerBound..<ours.upperBound
      hunks[index].theirs = last.theirs.lowerBound..<theirs.upperBound
    } else {
      hunks.append(Hunk(kind: kind, ours: ours, theirs: theirs))
    }
  }

  private func isSame(_ ours: Range<Int>, _ theirs: Range<Int>) -> Bool {
    ours.count == theirs.count
      && texts.ours[lines.ours.bytes(ours)] == texts.theirs[lines.theirs.bytes(theirs)]
  }

  /// Leaves of each conflict only the lines that differ between the sides.
  mutating func refine() throws(GitError) {
    var refined: [Hunk] = []
    for hunk in hunks {
      guard hunk.kind == .conflict, !hunk.ours.isEmpty, !hunk.theirs.isEmpty else {
        refined.append(hunk)
        continue
      }
      let changes = try compareLines(
        texts.ours, lines.ours.bytes(hunk.ours), texts.theirs, lines.theirs.bytes(hunk.theirs))
      for change in changes {
        refined.append(
          Hunk(
            kind: .conflict, ours: moved(change.old, hunk.ours.lowerBound),
            theirs: moved(change.new, hunk.theirs.lowerBound)))
      }
      if changes.isEmpty {
        refined.append(Hunk(kind: .same, ours: hunk.ours, theirs: hunk.theirs))
      }
    }
    hunks = refined
  }

  /// Three equal lines between two conflicts are fewer than the markers around them.
  mutating func joinNeighbours() {
    var joined: [Hunk] = []
    for hunk in hunks {
      if let last = joined.last, last.kind == .conflict, hunk.kind == .conflict,
        hunk.ours.lowerBound - last.ours.upperBound <= 3
      {
        joined[joined.count - 1].ours = last.ours.lowerBound..<hunk.ours.upperBound
        joined[joined.count - 1].theirs = last.theirs.lowerBound..<hunk.theirs.upperBound
      } else {
        joined.append(hunk)
      }
    }
    hunks = joined
  }

  func written(_ style: LineMergeStyle) -> LineMerge {
    var merge = LineMerge()
    merge.text.reserveCapacity(texts.ours.count + texts.theirs.count / 8)
    var next = 0
    for hunk in hunks where hunk.kind != .same {
      merge.text += texts.ours[lines.ours.bytes(next..<hunk.ours.lowerBound)]
      next = hunk.ours.upperBound
      switch hunk.kind {
      case .ours: merge.text += texts.ours[lines.ours.bytes(hunk.ours)]
      case .theirs, .same: merge.text += texts.theirs[lines.theirs.bytes(hunk.theirs)]
      case .conflict where style.isUnion:
        append(texts.ours[lines.ours.bytes(hunk.ours)], hunk, to: &merge.text)
        merge.text += texts.theirs[lines.theirs.bytes(hunk.theirs)]
      case .conflict:
        mark("<", style.ours, hunk, style.markerSize, &merge.text)
        append(texts.ours[lines.ours.bytes(hunk.ours)], hunk, to: &merge.text)
        mark("=", [], hunk, style.markerSize, &merge.text)
        append(texts.theirs[lines.theirs.bytes(hunk.theirs)], hunk, to: &merge.text)
        mark(">", style.theirs, hunk, style.markerSize, &merge.text)
        merge.conflicts.append(
          LineConflict(ours: moved(hunk.ours, 1), theirs: moved(hunk.theirs, 1)))
      }
    }
    merge.text += texts.ours[lines.ours.bytes(next..<lines.ours.count)]
    return merge
  }

  private func mark(
    _ sign: Unicode.Scalar, _ label: [UInt8], _ hunk: Hunk, _ size: Int, _ text: inout [UInt8]
  ) {
    text += [UInt8](repeating: UInt8(ascii: sign), count: size)
    if !label.isEmpty { text += [0x20] + label }
    text += lineEnd(hunk)
  }

  /// The last line of a file may lack its end.
  private func append(_ lines: ArraySlice<UInt8>, _ hunk: Hunk, to text: inout [UInt8]) {
    text += lines
    if let last = lines.last, last != 0x0A { text += lineEnd(hunk) }
  }

  /// CR LF where the lines around the conflict end so, on both sides and in the base.
  private func lineEnd(_ hunk: Hunk) -> [UInt8] {
    var isCRLF = hasCRLF(1, max(0, hunk.ours.lowerBound - 1))
    if isCRLF != false { isCRLF = hasCRLF(2, max(0, hunk.theirs.lowerBound - 1)) }
    if isCRLF != false { isCRLF = hasCRLF(0, 0) }
    return isCRLF == true ? [0x0D, 0x0A] : [0x0A]
  }

  /// Nil where there is no line end to tell by.
  private func hasCRLF(_ side: Int, _ line: Int) -> Bool? {
    let (text, lines) = (texts[side], lines[side])
    guard lines.count > 0 else { return nil }
    var bytes = lines.bytes(line..<(line + 1))
    if text[bytes.upperBound - 1] != 0x0A {
      guard line > 0 else { return nil }
      bytes = lines.bytes((line - 1)..<line)
    }
    return bytes.count > 1 && text[bytes.upperBound - 2] == 0x0D
  }
}

/// What differs between parts of two texts; lines count from where the parts begin.
func compareLines(
  _ a: [UInt8], _ aBytes: Range<Int>, _ b: [UInt8], _ bBytes: Range<Int>
) throws(GitError) -> [LineChange] {
  var result: Result<[LineChange], GitError> = .success([])
  unsafe a.withUnsafeBytes { x in
    unsafe b.withUnsafeBytes { y in
      do throws(GitError) {
        result = .success(
          unsafe try lineChanges(
            UnsafeRawBufferPointer(rebasing: x[aBytes]),
            UnsafeRawBufferPointer(rebasing: y[bBytes])))
      } catch {
        result = .failure(error)
      }
    }
  }
  return try result.get()
}
