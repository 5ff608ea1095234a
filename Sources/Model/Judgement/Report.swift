/// Everything that a reader of the gate's answer needs; every format is rendered from it.
package struct Report: Sendable, Hashable {
  package var verdict: Verdict
  /// The verdict in one line.
  package var summary: String
  package var project: String
  package var base: Revision
  package var head: Revision
  package var lane: LaneID?
  package var wave: Int?
  package var profile: String
  package var outcomes: [Outcome]
  package var files: [File]
  /// The sections of the description as found, in the order of gate.yml.
  package var description: [Section]
  /// What to do, most important first.
  package var next: [String]
  /// What the reader should know about how it was judged: uncommitted work, a cut list.
  package var remarks: [String]

  package init(
    verdict: Verdict, summary: String, project: String, base: Revision, head: Revision,
    lane: LaneID? = nil, wave: Int? = nil, profile: String, outcomes: [Outcome] = [],
    files: [File] = [], description: [Section] = [], next: [String] = [], remarks: [String] = []
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
  }

  /// A changed file and whose it is.
  package struct File: Sendable, Hashable {
    package var path: RepoPath
    package var oldPath: RepoPath?
    package var status: ChangedFile.Status
    /// The owner of the whole file; nil where nobody owns it.
    package var lane: LaneID?
    /// Lines; nil for what is not text, or where the change is too large to count.
    package var added: Int?
    package var removed: Int?

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
    package var name: String
    package var text: String?

    package init(name: String, text: String?) {
      self.name = name
      self.text = text
    }
  }

  /// Every finding of every outcome, in report order.
  package var findings: [Finding] { outcomes.flatMap(\.findings).sorted() }
}
