internal import GateContracts
package import GateModel
internal import GateRules

/// The checks of frozen interfaces: none where nothing is frozen.
func freezeChecks(
  _ subject: RuleCase, _ freezes: FreezeCase?, of kinds: [FrozenInterface]
) -> [Check] {
  guard let freezes else { return [] }
  return kinds.filter(freezes.kinds.contains).map { kind in
    let id = CheckID.freeze(kind)
    if ContractRule(kind).isOff(in: subject.project) {
      return Check(id: id, reason: "switched off in the plan", isSkipped: true)
    }
    let touched = subject.change.files.flatMap(\.paths)
    // A schema is read where migrations are: only for what says something of it.
    if freezes.isNew,
      kind != .schema || touched.contains(where: { Frozen.parts(of: $0)?.kind == kind })
    {
      return Check(id: id, reason: "the change brings a new freeze")
    }
    // Where nobody says what the interface is read from, nothing can be told of it.
    guard subject.project.hasSource(of: kind) else {
      return Check(id: id, reason: "wave \(freezes.wave(of: kind)) froze it")
    }
    let paths = touched.filter { subject.project.isSource($0, of: kind) }
    guard let first = paths.first else {
      return Check(id: id, reason: "nothing that it is read from changed", isSkipped: true)
    }
    let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
    return Check(id: id, reason: "`\(first)`\(more) changed")
  }
}

extension FreezeCase {
  /// As a word, for a sentence.
  fileprivate func wave(of kind: FrozenInterface) -> String {
    // Unreadable ones are told of when they are judged.
    (try? frozen.get())?.waves[kind].map { "\($0)" } ?? "?"
  }
}

extension ContractRule {
  fileprivate func isOff(in project: Project) -> Bool { project.rules.levels[rawValue] == .off }
}

extension Project {
  /// Whether the plan says what an interface is read from.
  package func hasSource(of kind: FrozenInterface) -> Bool {
    switch kind {
    case .schema: migrations != nil
    case .api: interfaces?.api != nil
    case .signatures: interfaces?.signatures.isEmpty == false
    }
  }

  fileprivate func isSource(_ path: RepoPath, of kind: FrozenInterface) -> Bool {
    kind == .schema
      ? migrations?.contains(path) == true : interfaces?.contains(path, of: kind) == true
  }
}
