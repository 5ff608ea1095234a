internal import GateModel

/// What a change does to the migrations that were there before it.
struct History {
  private(set) var findings: [Finding] = []
  /// The ids at the head of what was there before under another.
  private(set) var renamed: Set<Migration.ID> = []

  init(from start: MigrationSet, to head: MigrationSet) {
    let now = Dictionary(head.migrations.map { ($0.id, $0) }) { first, _ in first }
    let unread = Set(head.unread.map { Migration.ID(version: $0.version, name: $0.name) })
    var gone: [Migration] = []
    for old in start.migrations {
      if let new = now[old.id] {
        findings += edits(old, new)
      } else if !unread.contains(old.id) {
        gone.append(old)
      }
    }
    guard !gone.isEmpty else { return }
    let before = Set(start.migrations.map(\.id))
    let added = head.migrations.filter { !before.contains($0.id) && !$0.up.isEmpty }
    // From the last: they are taken from the end.
    var byText = Dictionary(grouping: added.reversed(), by: \.up.checksum)
    for old in gone {
      if let new = byText[old.up.checksum]?.popLast() {
        renamed.insert(new.id)
        findings.append(.renamed(old, new))
      } else {
        findings.append(.deleted(old))
      }
    }
  }

  private func edits(_ old: Migration, _ new: Migration) -> [Finding] {
    var found: [Finding] = []
    if let change = old.up.change(to: new.up) {
      found.append(change.isLayout ? .relaid(new, change.line) : .edited(new, change.line))
    }
    if let before = old.down {
      if let after = new.down {
        if let change = before.change(to: after), !change.isLayout {
          found.append(.downEdited(after, new, change.line))
        }
      } else {
        found.append(.downDeleted(before, new))
      }
    }
    return found
  }
}

extension MigrationText {
  /// The first line that differs, and whether that is only a matter of comments and layout; nil where
  /// both are the same.
  fileprivate func change(to other: MigrationText) -> (line: Int, isLayout: Bool)? {
    if text == other.text, text.utf8.elementsEqual(other.text.utf8) {
      return isTransactional == other.isTransactional ? nil : (max(1, other.firstLine - 1), true)
    }
    let same = zip(text.utf8, other.text.utf8).prefix { $0 == $1 }.count { $0.0 == 0x0A }
    return (other.firstLine + same, checksum == other.checksum)
  }
}

// The words of the findings about merged migrations.
extension Finding {
  fileprivate static func edited(_ migration: Migration, _ line: Int) -> Finding {
    Finding(
      rule: MigrationRule.edited.rawValue, path: migration.up.path, line: line,
      message:
        "the merged migration `\(migration)` was edited: a database that has run it will not "
        + "run it again, and stays different from a new one",
      hint: "put it back as it was, and write a new migration for the difference")
  }

  fileprivate static func relaid(_ migration: Migration, _ line: Int) -> Finding {
    Finding(
      rule: MigrationRule.edited.rawValue, level: .note, path: migration.up.path, line: line,
      message: "the merged migration `\(migration)` was edited, but not its statements",
      hint: "a tool that compares files byte by byte still objects")
  }

  fileprivate static func downEdited(
    _ text: MigrationText, _ migration: Migration, _ line: Int
  ) -> Finding {
    Finding(
      rule: MigrationRule.edited.rawValue, level: .warning, path: text.path, line: line,
      message: "what undoes the merged migration `\(migration)` was edited",
      hint: "right where it was wrong; try it on a database that has run the old one")
  }

  fileprivate static func downDeleted(_ text: MigrationText, _ migration: Migration) -> Finding {
    Finding(
      rule: MigrationRule.deleted.rawValue, path: text.path,
      message: "what undoes the merged migration `\(migration)` was deleted",
      hint: "put it back: a database that has run it may have to return")
  }

  fileprivate static func deleted(_ migration: Migration) -> Finding {
    Finding(
      rule: MigrationRule.deleted.rawValue, path: migration.up.path,
      message: "the merged migration `\(migration)` was deleted: new databases do without it, "
        + "others have run it",
      hint: "put it back, and write a new migration that undoes it")
  }

  fileprivate static func renamed(_ old: Migration, _ new: Migration) -> Finding {
    let effect =
      old.version == new.version
      ? "tools that keep the name take it for another"
      : "a database that has run it would run it again"
    return Finding(
      rule: MigrationRule.renamed.rawValue, path: new.up.path,
      message: "the merged migration `\(old)` was renamed to `\(new)`: \(effect)",
      hint: "give it back its name and number")
  }
}
