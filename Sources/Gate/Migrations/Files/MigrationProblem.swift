package import GateModel

/// What is wrong with a folder of migrations, before any of them runs.
package struct MigrationProblem: Sendable, Hashable {
  /// What kind of mistake it is.
  package var kind: MigrationRule
  /// How serious it is, in this format.
  package var level: Finding.Level
  /// The file.
  package var path: RepoPath
  /// From 1; nil where it is about the file's name.
  package var line: Int?
  /// One sentence. The same mistake says the same on every branch.
  package var message: String
  /// What to do.
  package var hint: String
  /// The numbers that it is about: the one that is shared, or those that are left out, a hundred of
  /// them at most.
  package var versions: [MigrationVersion]

  /// Makes a problem; by default as serious as its kind is, about a name, and no number.
  package init(
    _ kind: MigrationRule, level: Finding.Level? = nil, path: RepoPath, line: Int? = nil,
    message: String, hint: String, versions: [MigrationVersion] = []
  ) {
    self.kind = kind
    self.level = level ?? kind.level
    self.path = path
    self.line = line
    self.message = message
    self.hint = hint
    self.versions = versions
  }

  /// The same for a report.
  package var finding: Finding {
    Finding(
      rule: kind.rawValue, level: level, path: path, line: line, message: message, hint: hint)
  }

  /// What makes it the same mistake on another branch, where other lines may stand above it and other
  /// numbers be free.
  var identity: [String] { [kind.rawValue, path.description, message] }
}

/// What migrations are held to without a database, in the order of the documentation. The raw values
/// are the ids in findings and waivers.
package enum MigrationRule: String, Sendable, Hashable, CaseIterable {
  case edited = "migration-edited"
  case deleted = "migration-deleted"
  case renamed = "migration-renamed"
  case order = "migration-order"
  case taken = "migration-taken"
  case duplicate = "migration-duplicate"
  case gap = "migration-gap"
  case name = "migration-name"
  case format = "migration-format"
  case unreadable = "migration-unreadable"
  case sections = "migration-sections"
  case upMissing = "migration-up-missing"
  case upEmpty = "migration-up-empty"
  case downMissing = "migration-down-missing"
  case downEmpty = "migration-down-empty"
  case unjudged = "migration-unjudged"

  /// How serious it is where the format does not say otherwise.
  package var level: Finding.Level {
    switch self {
    case .edited, .deleted, .renamed, .order, .taken, .duplicate, .gap, .name, .format,
      .unreadable, .sections, .upMissing:
      .error
    case .upEmpty, .downMissing: .warning
    case .downEmpty, .unjudged: .note
    }
  }
}
