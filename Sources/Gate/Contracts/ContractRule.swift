package import GateModel

/// What a change to a frozen interface is held against, by the interface.
package enum ContractRule: String, Sendable, Hashable, CaseIterable {
  case schema = "frozen-schema"
  case api = "frozen-api"
  case signatures = "frozen-signatures"

  /// The rule of an interface.
  package init(_ kind: FrozenInterface) {
    switch kind {
    case .schema: self = .schema
    case .api: self = .api
    case .signatures: self = .signatures
    }
  }
}

extension ContractDifference.Break {
  /// With both versions, and what to do.
  ///
  /// - Parameters:
  ///   - wave: the wave that froze it.
  ///   - frozen: where its snapshot has it, for what is there no more.
  package func finding(_ kind: FrozenInterface, wave: Int) -> Finding {
    let (entry, words): (Contract.Entry, String) =
      switch self {
      case .removed(let entry):
        (entry, "`\(entry.name)`, which wave \(wave) froze as `\(entry.definition)`, is gone")
      case .changed(let change):
        (
          change.after,
          "`\(change.before.name)`, which wave \(wave) froze as `\(change.before.definition)`, "
            + "is now `\(change.after.definition)`"
        )
      case .demanded(let entry):
        (
          entry,
          "`\(entry.name)` is new and `\(entry.definition)`: requests that wave \(wave) froze lack it"
        )
      }
    return Finding(
      rule: ContractRule(kind).rawValue, path: entry.place?.path, line: entry.place?.line,
      message: words,
      hint:
        "add beside it and keep what is frozen; a break is for the gatekeeper, with `gate freeze`")
  }
}

/// What a change breaks of a frozen interface: what is broken now, and was not before the change. A
/// change that began before the freeze is not blamed for what it does not have yet.
package func findings(
  against frozen: Contract, wave: Int, before: Contract, after: Contract
) -> [Finding] {
  let old = Set(ContractDifference(from: frozen, to: before).breaks(of: frozen).map(\.subject))
  return ContractDifference(from: frozen, to: after).breaks(of: frozen)
    .filter { !old.contains($0.subject) }
    .map { $0.finding(frozen.kind, wave: wave) }
}

extension ContractDifference.Break {
  /// What was frozen, whatever became of it. What is there in another form than before counts as new.
  fileprivate var subject: [String] {
    switch self {
    case .removed(let entry): [entry.name, entry.definition, "removed"]
    case .changed(let change):
      [change.before.name, change.before.definition, change.after.definition]
    case .demanded(let entry): [entry.name, entry.definition, "demanded"]
    }
  }
}
