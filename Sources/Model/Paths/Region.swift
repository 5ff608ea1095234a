/// A named part of a file, between the lines `gate:region NAME` and `gate:end NAME` in whatever
/// comment syntax the file has. The marker lines belong to it. Lines count from 1.
package struct Region: Sendable, Hashable {
  /// As at its markers.
  package var name: String
  /// From the line that begins it to the line that ends it.
  package var lines: ClosedRange<Int>

  /// Makes a region of its name and lines.
  package init(name: String, lines: ClosedRange<Int>) {
    self.name = name
    self.lines = lines
  }
}

/// The regions of one file, and what is wrong with its markers.
package struct RegionMap: Sendable, Hashable {
  /// From the top down. A name that is there twice has two of them.
  package private(set) var regions: [Region] = []
  /// What is wrong with the markers; empty where they are balanced.
  package private(set) var problems: [Problem] = []
  /// Where the first region of each name stands in `regions`.
  private var first: [String: Int] = [:]

  /// A marker that does not fit the others.
  package struct Problem: Sendable, Hashable {
    /// The line of the marker that does not fit, from 1.
    package var line: Int
    /// The name at that marker.
    package var name: String
    /// How it does not fit.
    package var kind: Kind

    /// The ways in which a marker does not fit.
    package enum Kind: Sendable, Hashable {
      /// `gate:region` without an end.
      case neverEnds
      /// `gate:end` without a beginning.
      case neverBegan
      /// A region that begins inside the named one.
      case nested(in: String)
      /// A second region of one name; the first begins at this line.
      case duplicate(of: Int)
    }
  }

  /// Reads the markers among a file's lines, from the first line on. What is wrong goes to
  /// `problems`.
  package init(lines: some Sequence<Substring>) {
    var open: (name: String, line: Int)?
    for (index, line) in lines.enumerated() {
      guard let marker = Marker(line) else { continue }
      let number = index + 1
      switch (marker.begins, open) {
      case (true, nil): open = (marker.name, number)
      case (true, .some(let outer)):
        problems.append(Problem(line: number, name: marker.name, kind: .nested(in: outer.name)))
      case (false, .some(let current)) where current.name == marker.name:
        if let first = first[marker.name] {
          let kind = Problem.Kind.duplicate(of: regions[first].lines.lowerBound)
          problems.append(Problem(line: current.line, name: marker.name, kind: kind))
        } else {
          first[marker.name] = regions.count
        }
        regions.append(Region(name: marker.name, lines: current.line...number))
        open = nil
      case (false, _):
        problems.append(Problem(line: number, name: marker.name, kind: .neverBegan))
      }
    }
    if let open {
      problems.append(Problem(line: open.line, name: open.name, kind: .neverEnds))
    }
  }

  /// Whether a line begins or ends a region.
  package static func isMarker(_ line: Substring) -> Bool { Marker(line) != nil }

  /// The region that holds a line.
  package func region(at line: Int) -> Region? {
    // They are in order and do not overlap: the last that begins no later holds it, or none does.
    var (low, high) = (0, regions.count)
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].lines.lowerBound <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0, regions[low - 1].lines.contains(line) else { return nil }
    return regions[low - 1]
  }

  /// The region of a name, the first if there are two; nil where there is none.
  package func region(named name: String) -> Region? {
    first[name].map { regions[$0] }
  }
}

/// A line that begins or ends a region: the marker alone, between characters that are no letters
/// (a comment's own), and not in backquotes, so that prose about markers is not one.
struct Marker {
  var begins: Bool
  var name: String

  init?(_ line: Substring) {
    guard let keyword = line.utf8.firstRange(of: "gate:") else { return nil }
    let lead = line.utf8[..<keyword.lowerBound]
    guard !lead.contains(where: { $0.isLetterOrDigit || $0 >= 0x80 || $0 == UInt8(ascii: "`") })
    else { return nil }
    let words = line[keyword.upperBound...].split(
      maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\t" || $0.isNewline })
    guard words.count >= 2 else { return nil }
    switch words[0] {
    case "region": begins = true
    case "end": begins = false
    default: return nil
    }
    let allowed = words[1].utf8.prefix { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
    let tail = words[1].utf8[allowed.endIndex...]
    guard !allowed.isEmpty, !tail.contains(where: { $0.isLetterOrDigit || $0 >= 0x80 }),
      words.count == 2 || !words[2].utf8.contains(where: { $0.isLetterOrDigit || $0 >= 0x80 })
    else { return nil }
    name = String(decoding: allowed, as: UTF8.self)
  }
}

extension Substring.UTF8View {
  /// Where an ASCII text stands first.
  func firstRange(of text: StaticString) -> Range<Index>? {
    let wanted = Array(text.description.utf8)
    var start = startIndex
    while let found = self[start...].firstIndex(of: wanted[0]) {
      let rest = self[found...]
      if rest.starts(with: wanted) {
        return found..<index(found, offsetBy: wanted.count)
      }
      start = index(after: found)
    }
    return nil
  }
}
