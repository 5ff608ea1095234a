package import GateModel

/// Rows that a project ships for trying its migrations: `data/003.sql` or `data/003_name.sql` in the
/// folder of migrations is run before the migration 003.
package struct DataFiles: Sendable, Hashable {
  /// By the version of the migration, in the order of their paths.
  package private(set) var texts: [MigrationVersion: [MigrationText]] = [:]
  /// Files that cannot be read.
  package private(set) var problems: [MigrationProblem] = []

  /// Takes the files of rows among some files.
  package init(_ files: [MigrationFile] = [], settings: MigrationSettings) {
    for file in files.sorted(by: { $0.path < $1.path }) {
      guard let name = file.path.relative(to: settings.path)?.after("data/"), !name.isNested,
        let stem = name.before(".sql"), let version = stem.dataVersion
      else { continue }
      do {
        texts[version, default: []].append(MigrationText(path: file.path, text: try file.text()))
      } catch {
        problems.append(error.problem(file.path))
      }
    }
  }

  /// None.
  package static let none = DataFiles(
    settings: MigrationSettings(path: RepoPath(""), format: .sqlPairs))
}

extension Substring {
  /// What stands in front of the first letter, or is all of it.
  fileprivate var dataVersion: MigrationVersion? {
    let head = utf8.prefix { $0.isDigit || "._-".utf8.contains($0) }
    let digits = head.reversed().drop { !$0.isDigit }.reversed()
    return MigrationVersion(String(decoding: Array(digits), as: UTF8.self))
  }
}
