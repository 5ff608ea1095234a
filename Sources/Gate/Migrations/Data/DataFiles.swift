package import GateModel

/// What a project ships for trying its migrations, in `data/` of their folder: rows in `003.sql` or
/// `003_name.sql`, which are run before the migration 003, and in `before.sql` what the first migration
/// needs from elsewhere, such as the tables of a host application.
package struct DataFiles: Sendable, Hashable {
  /// By the version of the migration, in the order of their paths.
  package private(set) var texts: [MigrationVersion: [MigrationText]] = [:]
  /// What runs before all migrations, as one of them; empty where there is none.
  package private(set) var before: [Migration] = []
  /// Files that cannot be read.
  package private(set) var problems: [MigrationProblem] = []

  /// Takes the files of rows among some files.
  package init(_ files: [MigrationFile] = [], settings: MigrationSettings) {
    for file in files.sorted(by: { $0.path < $1.path }) {
      guard let name = file.path.relative(to: settings.path)?.after("data/"), !name.isNested,
        let stem = name.before(".sql")
      else { continue }
      do {
        if stem == "before", let zero = MigrationVersion("0") {
          let text = MigrationText(path: file.path, text: try file.text())
          before = [Migration(version: zero, name: "before", up: text, down: nil)]
        } else if let version = stem.dataVersion {
          texts[version, default: []].append(MigrationText(path: file.path, text: try file.text()))
        }
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
