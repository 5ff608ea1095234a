package import GateModel

/// A first plan: what goes into gate.yml, `Lanes/` and `Waves/`, and what only a person can decide.
package struct PlanDraft: Sendable, Hashable {
  /// Where it comes from, for the first line of gate.yml.
  package var origin: String
  /// What becomes keys of gate.yml, `Lanes/` and `Waves/`.
  package var project: Project
  /// Said of a lane, and no key of its file: written as comments.
  package var laneNotes: [LaneID: [String]]
  /// Said of a wave, and no key of its file.
  package var waveNotes: [Int: [String]]
  /// Acceptance in prose: it is written as comments, because a criterion needs something to try.
  package var prose: [Int: [String]]
  /// Topics that are out of scope; they bind once paths or words are named.
  package var outOfScope: [String]

  /// Makes a draft; what is left out adds no comments to its files.
  package init(
    origin: String, project: Project, laneNotes: [LaneID: [String]] = [:],
    waveNotes: [Int: [String]] = [:], prose: [Int: [String]] = [:], outOfScope: [String] = []
  ) {
    self.origin = origin
    self.project = project
    self.laneNotes = laneNotes
    self.waveNotes = waveNotes
    self.prose = prose
    self.outOfScope = outOfScope
  }
}

/// A file to be written, named from the repository's top.
package struct DraftFile: Sendable, Hashable {
  /// As `Lanes/A.yml`, with `/` between folders.
  package var path: String
  /// All that the file will hold, with a line end at its end.
  package var text: String
}

/// A line of a document that has no place in the plan, or not the place that it asked for.
package struct Remark: Sendable, Hashable, Comparable {
  /// Counts from 1.
  package var line: Int
  /// What became of the line, or why, as a clause without a closing point.
  package var message: String

  /// In the order of lines; on one line, in the order of messages.
  package static func < (a: Remark, b: Remark) -> Bool {
    (a.line, a.message) < (b.line, b.message)
  }
}
