package import GateModel

/// A first plan: what goes into gate.yml, `Lanes/` and `Waves/`, and what only a person can decide.
package struct PlanDraft: Sendable, Hashable {
  /// Where it comes from, for the first line of gate.yml.
  package var origin: String
  package var project: Project
  /// Said of a lane, and no key of its file: written as comments.
  package var laneNotes: [LaneID: [String]]
  /// Said of a wave, and no key of its file.
  package var waveNotes: [Int: [String]]
  /// Acceptance in prose: it is written as comments, because a criterion needs something to try.
  package var prose: [Int: [String]]
  /// Topics that are out of scope; they bind once paths or words are named.
  package var outOfScope: [String]

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
  package var path: String
  package var text: String
}

/// A line of a document that has no place in the plan, or not the place that it asked for.
package struct Remark: Sendable, Hashable, Comparable {
  /// Counts from 1.
  package var line: Int
  package var message: String

  package static func < (a: Remark, b: Remark) -> Bool {
    (a.line, a.message) < (b.line, b.message)
  }
}
