/// Everything that a reader of the gate's answer needs; every format is rendered from it.
package struct Report: Sendable, Hashable {
  /// The gate's answer to all outcomes.
  package var verdict: Verdict
  /// The verdict in one line.
  package var summary: String
  /// The name in gate.yml; empty where it gives none.
  package var project: String
  /// What the change was judged against.
  package var base: Revision
  /// What was judged.
  package var head: Revision
  /// The lane that the change comes from; nil where that is not settled.
  package var lane: LaneID?
  /// The wave that the change was said to be part of, by number; nil for none.
  package var wave: Int?
  /// The name of the profile that chose the checks.
  package var profile: String
  /// One for each check, in the plan's order.
  package var outcomes: [Outcome]
  /// The changed files, in the order of their paths.
  package var files: [File]
  /// The sections of the description as found, in the order of gate.yml.
  package var description: [Section]
  /// What to do, most important first.
  package var next: [String]
  /// What the reader should know about how it was judged: uncommitted work, a cut list.
  package var remarks: [String]
  /// How the lanes were merged and tried, where it is the report of a wave.
  package var proof: WaveProof?

  /// Joins the parts as they are: nothing is worked out or checked. What is left out is empty.
  package init(
    verdict: Verdict, summary: String, project: String, base: Revision, head: Revision,
    lane: LaneID? = nil, wave: Int? = nil, profile: String, outcomes: [Outcome] = [],
    files: [File] = [], description: [Section] = [], next: [String] = [], remarks: [String] = [],
    proof: WaveProof? = nil
  ) {
    self.verdict = verdict
    self.summary = summary
    self.project = project
    self.base = base
    self.head = head
    self.lane = lane
    self.wave = wave
    self.profile = profile
    self.outcomes = outcomes
    self.files = files
    self.description = description
    self.next = next
    self.remarks = remarks
    self.proof = proof
  }

  /// A changed file and whose it is.
  package struct File: Sendable, Hashable {
    /// Where it is at the head; where it was, if it is deleted.
    package var path: RepoPath
    /// Where it was before, for a rename; else nil.
    package var oldPath: RepoPath?
    /// What the change does to it.
    package var status: ChangedFile.Status
    /// The owner of the whole file; nil where nobody owns it.
    package var lane: LaneID?
    /// Lines; nil for what is not text, or where the change is too large to count.
    package var added: Int?
    /// Lines; nil where `added` is.
    package var removed: Int?

    /// Makes a line of the list of files; by default nobody owns it and its lines are not counted.
    package init(
      path: RepoPath, oldPath: RepoPath? = nil, status: ChangedFile.Status, lane: LaneID? = nil,
      added: Int? = nil, removed: Int? = nil
    ) {
      self.path = path
      self.oldPath = oldPath
      self.status = status
      self.lane = lane
      self.added = added
      self.removed = removed
    }
  }

  /// A section of the description: what was asked for and what was found.
  package struct Section: Sendable, Hashable {
    /// The name that gate.yml lists first for it.
    package var name: String
    /// What the description says there; nil where it has no such section.
    package var text: String?

    /// Makes a section; without a text it was not found.
    package init(name: String, text: String?) {
      self.name = name
      self.text = text
    }
  }

  /// Every finding of every outcome, in report order.
  package var findings: [Finding] { outcomes.flatMap(\.findings).sorted() }
}
