package import GateModel

extension MigrationTrial {
  /// What it did, for a report.
  package var effect: MigrationEffect {
    MigrationEffect(
      path: migration.up.path, schema: change?.news ?? [], diff: change?.diff ?? "",
      statements: up.statements.map { trace in
        let seen = trace.effect
        return MigrationEffect.Statement(
          line: trace.line, text: trace.text[...].trimmed.excerpt, isSeen: seen != nil,
          locks: (seen?.locks ?? []).filter { !$0.isIndex }.map {
            MigrationEffect.Lock(
              relation: $0.relation, mode: $0.mode.words,
              blocks: $0.mode.blocksReaders
                ? .everybody : $0.mode.blocksWriters ? .writers : .nobody)
          }, rewrites: seen?.rewritten ?? [], scans: seen?.scanned ?? [])
      })
  }

  /// What was traced and holds up a database in use. Pure.
  var hazards: [Finding] {
    let path = migration.up.path
    if let whole = up.statements.first(where: { $0.kind == nil }) {
      return [
        Finding(
          .unseen, path, line: whole.line,
          "`\(migration)` runs, but what its statements lock, write anew and read could not be seen",
          hint: "the parser does not read it: take out what is unusual, or waive this by name")
      ]
    }
    return effect.statements.flatMap { statement -> [Finding] in
      guard statement.blocks > .unknown else { return [] }
      let who = statement.blocks == .everybody ? "reading and writing wait" : "writing waits"
      let blocked = Set(statement.locks.filter { $0.blocks > .nobody }.map(\.relation))
      if let table = statement.rewrites.first(where: blocked.contains) {
        return [
          Finding(
            .rewrites, path, line: statement.line,
            "`\(table)` is written anew, and \(who) meanwhile: `\(statement.text)`",
            hint: "add what is new beside the old, fill it in steps, and switch")
        ]
      }
      if let table = statement.scans.first(where: blocked.contains) {
        return [
          Finding(
            .scans, path, line: statement.line,
            "all of `\(table)` is read, and \(who) meanwhile: `\(statement.text)`",
            hint: "CONCURRENTLY for an index; NOT VALID first for a constraint, VALIDATE after")
        ]
      }
      return []
    }
  }
}
