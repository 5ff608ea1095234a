internal import GateModel

/// The files of a migration that is yet to be written.
package struct NewMigration: Sendable, Hashable {
  /// The number that was free.
  package var version: MigrationVersion
  /// What to write, with what has to be filled in as comments.
  package var files: [MigrationFile]
}

/// What a migration is called, safe in the name of a file: ASCII letters, digits and `_`.
package struct MigrationName: Sendable, Hashable, CustomStringConvertible {
  /// The name.
  package let description: String

  /// Takes a few words; what stands between them becomes `_`. Fails where no letter or digit is left,
  /// and for more than 100 characters.
  package init?(_ text: some StringProtocol) {
    let words = text.utf8.split { !$0.isLetterOrDigit }
    let name = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_")
    guard (1...100).contains(name.utf8.count) else { return nil }
    description = name
  }
}

extension MigrationSet {
  /// The next migration, numbered and named as those before it.
  ///
  /// - Parameters:
  ///   - name: what it is called.
  ///   - time: for numbers that are times, in seconds since 1970.
  ///   - others: sets of other branches, whose numbers are not free.
  package func newMigration(
    _ name: MigrationName, at time: Int, besides others: [MigrationSet] = []
  ) -> NewMigration {
    let version = nextVersion(at: time, besides: others)
    let files = settings.format.templates(name: name.description)
      .map { suffix, text in
        MigrationFile(path: path(version, name, suffix), text: text)
      }
    return NewMigration(version: version, files: files.filter { hasUndo || !isUndo($0.path) })
  }

  /// The first number that is free here and in other sets, and above all of this one.
  package func nextVersion(at time: Int, besides others: [MigrationSet] = []) -> MigrationVersion {
    let taken = others.reduce(into: versions) { $0.formUnion($1.versions) }
    guard let highest else {
      let first = settings.format.firstVersion(at: time)
      guard let first, taken.contains(first) else {
        return first ?? TimeStyle.seconds.version(time)
      }
      var free = FreeNumbers(above: first, taken: taken)
      return free.next() ?? first
    }
    if let now = TimeStyle(of: highest, near: time)?.version(time), now > highest,
      !taken.contains(now)
    {
      return now
    }
    var free = FreeNumbers(above: highest, taken: taken)
    return free.next() ?? highest.successor
  }

  /// Flyway's way back is rare: only a set that has one gets another.
  private var hasUndo: Bool {
    settings.format != .flyway || migrations.isEmpty || migrations.contains { $0.down != nil }
  }

  private func isUndo(_ path: RepoPath) -> Bool {
    settings.format == .flyway && path.name.hasPrefix("U")
  }

  private func path(
    _ version: MigrationVersion, _ name: MigrationName, _ suffix: String
  ) -> RepoPath {
    let file =
      switch settings.format {
      case .sqlPairs: pairStem(version, name) + suffix
      case .golangMigrate, .dbmate, .goose, .diesel: "\(version)_\(name)\(suffix)"
      case .flyway: "\(suffix)\(version)__\(name).sql"
      }
    let folder = settings.path.description
    return RepoPath(folder.isEmpty || folder == "." ? file : "\(folder)/\(file)")
  }

  /// With the letter and the separator of the last one.
  private func pairStem(_ version: MigrationVersion, _ name: MigrationName) -> String {
    let last = migrations.last?.up.path.name ?? ""
    let letter = last.first.map { "Vv".contains($0) } == true ? last.prefix(1) : ""
    let separator = migrations.last.flatMap { migration in
      migration.name.isEmpty
        ? nil : last.dropFirst(letter.count + migration.version.description.count).first
    }
    return "\(letter)\(version)\(separator ?? "_")\(name)"
  }
}
