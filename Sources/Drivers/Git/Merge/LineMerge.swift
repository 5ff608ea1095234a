/// A text merged from two, and the lines about which they could not agree.
struct LineMerge {
  var text: [UInt8] = []
  var conflicts: [LineConflict] = []
}

/// Lines of both sides that cannot both be. Lines count from 1; an empty range stands before its line.
package struct LineConflict: Sendable, Hashable {
  /// The lines of ours.
  package var ours: Range<Int>
  /// The lines of theirs.
  package var theirs: Range<Int>
}

/// How a text is merged.
struct LineMergeStyle {
  /// Both sides' lines where they conflict, ours first, instead of markers.
  var isUnion = false
  var markerSize = 7
  /// What stands behind the markers.
  var ours: [UInt8] = []
  var theirs: [UInt8] = []
}

/// Merges two texts that were one.
///
/// What one side changed is taken; where both changed the same lines, or lines that touch, they conflict:
/// as little of it as possible, but conflicts less than four lines apart become one. As git merges with
/// its default style. Source: git 2.39, xdiff/xmerge.
func mergeLines(
  base: [UInt8], ours: [UInt8], theirs: [UInt8], _ style: LineMergeStyle
) throws(GitError) -> LineMerge {
  let texts = Three(base, ours, theirs)
  var changes = Three<[LineChange]>([], [], [])
  for side in 1...2 {
    changes[side] = try compareLines(base, 0..<base.count, texts[side], 0..<texts[side].count)
  }
  if changes.ours.isEmpty { return LineMerge(text: theirs) }
  if changes.theirs.isEmpty { return LineMerge(text: ours) }
  let lines = unsafe Three(
    base.withUnsafeBytes { unsafe Lines($0) }, ours.withUnsafeBytes { unsafe Lines($0) },
    theirs.withUnsafeBytes { unsafe Lines($0) })
  var merge = HunkMerge(texts: texts, lines: lines)
  merge.pair(changes.ours, changes.theirs)
  try merge.refine()
  merge.joinNeighbours()
  return merge.written(style)
}
