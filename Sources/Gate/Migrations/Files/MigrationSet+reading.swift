package import GateModel

extension MigrationSet {
  /// Reads the migrations among some files.
  ///
  /// - Parameters:
  ///   - files: in any order; those outside of the folder are passed over.
  ///   - links: what is there and no regular file: a link may lead anywhere, and is not followed.
  ///   - settings: the folder, and how its files are written.
  package init(
    _ files: [MigrationFile], links: [RepoPath] = [], settings: MigrationSettings
  ) {
    var reader = MigrationReader(settings: settings)
    for file in files.sorted(by: { $0.path < $1.path }) { reader.read(file) }
    for path in links { reader.readLink(path) }
    self = reader.set()
  }
}

extension MigrationSettings {
  /// Whether a path is in the folder, and its name says that it may matter there.
  package func mayMatter(_ path: RepoPath) -> Bool {
    guard let name = path.relative(to: self.path) else { return false }
    return name.isSQLName || FileRole(name, format: format) != .other
  }
}

/// Sorts files into halves of migrations, then puts them together.
private struct MigrationReader {
  let settings: MigrationSettings
  private var halves: [Half] = []
  private var unread: [UnreadMigration] = []
  private var problems: [MigrationProblem] = []
  /// Whether the migration of a folder or a file is to run in a transaction, by the path in the folder.
  private var options: [String: Bool] = [:]
  /// Files of SQL that are nothing like a migration's.
  private var others: [RepoPath] = []

  init(settings: MigrationSettings) {
    self.settings = settings
  }

  mutating func read(_ file: MigrationFile) {
    guard let name = file.path.relative(to: settings.path) else { return }
    switch FileRole(name, format: settings.format) {
    case .other:
      if name.isSQLName, !name.hasPrefix("data/") { others.append(file.path) }
    case .nearMiss: problems.append(.nearMiss(file.path, settings.format))
    case .unversioned(let why): problems.append(.unversioned(file.path, why))
    case .code(let version, let name, .down):
      let half = Half(
        version: version, name: name, direction: .down, path: file.path, text: nil)
      halves.append(half)
    case .code(let version, let name, .up):
      unread.append(UnreadMigration(version: version, name: name, path: file.path))
      problems.append(.code(file.path))
    case .options(let owner):
      let text = try? file.text()  // What cannot be read sets nothing.
      options[owner] = text.flatMap(transactionOption)
    case .half(let version, let name, let direction):
      readHalf(file, version, name, direction)
    case .whole(let version, let name): readSections(file, version, name)
    }
  }

  mutating func readLink(_ path: RepoPath) {
    guard let name = path.relative(to: settings.path),
      FileRole(name, format: settings.format) != .other
    else { return }
    problems.append(.link(path))
  }

  private mutating func readHalf(
    _ file: MigrationFile, _ version: MigrationVersion, _ name: String,
    _ direction: FileRole.Direction
  ) {
    var half = Half(version: version, name: name, direction: direction, path: file.path, text: nil)
    do {
      let text = try file.text()
      let isTransactional = settings.format == .sqlPairs ? headerOption(text) : nil
      half.text = MigrationText(
        path: file.path, text: text,
        isTransactional: isTransactional ?? settings.format.defaultsToTransaction)
      half.text?.isOneMessage = settings.format == .golangMigrate
    } catch {
      problems.append(error.problem(file.path))
    }
    halves.append(half)
  }

  private mutating func readSections(
    _ file: MigrationFile, _ version: MigrationVersion, _ name: String
  ) {
    do {
      let text = try file.text()
      let sections = settings.format == .dbmate ? Sections.dbmate(text) : .goose(text)
      problems += sections.mistakes.map {
        MigrationProblem(
          .sections, level: $0.level, path: file.path, line: $0.line, message: $0.message,
          hint: $0.hint)
      }
      for (direction, section) in [(FileRole.Direction.up, sections.up), (.down, sections.down)] {
        guard let section else { continue }
        var text = MigrationText(
          path: file.path, firstLine: section.firstLine, text: section.text,
          isTransactional: section.isTransactional ?? settings.format.defaultsToTransaction)
        text.isOneMessage = settings.format == .dbmate
        halves.append(
          Half(
            version: version, name: name, direction: direction, path: file.path, text: text))
      }
      if sections.up == nil {
        unread.append(UnreadMigration(version: version, name: name, path: file.path))
      }
    } catch {
      problems.append(error.problem(file.path))
      unread.append(UnreadMigration(version: version, name: name, path: file.path))
    }
  }

  /// Everything that was read, in order, judged as a whole.
  func set() -> MigrationSet {
    var set = MigrationSet(settings: settings, unread: unread, problems: problems)
    let pairs = halves.paired(with: unread)
    for (up, down) in pairs.halves {
      guard var text = up.text else {
        set.unread.append(UnreadMigration(version: up.version, name: up.name, path: up.path))
        continue
      }
      var downText = down?.text
      if let option = options[optionsOwner(of: up.path)] { text.isTransactional = option }
      if let down, let option = options[optionsOwner(of: down.path)] {
        downText?.isTransactional = option
      }
      set.migrations.append(
        Migration(version: up.version, name: up.name, up: text, down: downText))
      if let down, down.name != up.name {
        set.problems.append(.namesDiffer(down.path, up.path))
      }
    }
    set.unread.sort { ($0.version, $0.path) < ($1.version, $1.path) }
    set.problems += pairs.lonelyDowns.map { .downAlone($0.path) }
    if set.migrations.isEmpty, set.unread.isEmpty, let first = others.first {
      set.problems.append(.formatDiffers(first, others.count, settings))
    }
    let undone = Set(pairs.halves.filter { $0.down != nil }.map(\.up.path))
    set.problems += set.numberProblems + set.textProblems(undone: undone)
    set.problems.sort {
      if $0.path != $1.path { return $0.path < $1.path }
      return ($0.line ?? 0, $0.kind.rawValue, $0.message)
        < ($1.line ?? 0, $1.kind.rawValue, $1.message)
    }
    return set
  }

  /// The key of `options` that holds for a file.
  private func optionsOwner(of path: RepoPath) -> String {
    let name = path.relative(to: settings.path) ?? ""
    return settings.format == .diesel ? String(name.prefix { $0 != "/" }) : String(name)
  }
}

extension RepoPath {
  /// The path within a folder; nil where it is not below it.
  func relative(to folder: RepoPath) -> Substring? {
    let path = description[...]
    if folder.description.isEmpty || folder.description == "." { return path }
    return path.after(folder.description)?.after("/")
  }
}

/// What the comments above the first statement say: `-- gate:no-transaction`.
private func headerOption(_ text: String) -> Bool? {
  for line in TextLines(text) where !line.content.isEmpty {
    guard let comment = line.content.comment else { return nil }
    if comment == "gate:no-transaction" { return false }
  }
  return nil
}

/// `run_in_transaction = false` of Diesel, `executeInTransaction=false` of Flyway.
private func transactionOption(_ text: String) -> Bool? {
  for line in TextLines(text) {
    let parts = line.content.prefix { $0 != "#" }.split(separator: "=", maxSplits: 1)
    guard parts.count == 2,
      ["run_in_transaction", "executeInTransaction"].contains(String(parts[0].trimmed))
    else { continue }
    switch parts[1].trimmed {
    case "false": return false
    case "true": return true
    default: break
    }
  }
  return nil
}
