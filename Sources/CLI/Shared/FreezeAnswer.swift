import GateContracts
import GateModel
import GateReports

/// What `gate freeze` says: each interface as it is, beside the last snapshot of it.
struct FreezeAnswer {
  let wave: Int
  let commit: ObjectID
  let isWritten: Bool
  let frozen: Frozen
  let contracts: [Contract]

  /// Whether something frozen is gone or another.
  var isBroken: Bool { contracts.contains { !breaks($0).isEmpty } }

  private func breaks(_ contract: Contract) -> [ContractDifference.Break] {
    guard let old = frozen.contracts[contract.kind] else { return [] }
    return ContractDifference(from: old, to: contract).breaks(of: old)
  }

  private func difference(_ contract: Contract) -> ContractDifference? {
    frozen.contracts[contract.kind].map { ContractDifference(from: $0, to: contract) }
  }

  var text: String {
    var text = "wave \(wave), at \(commit.short)\(isWritten ? "" : ": nothing is written")\n"
    for contract in contracts {
      let count = contract.entries.count
      text += "\n\(contract.kind.rawValue)  \(count == 1 ? "1 entry" : "\(count) entries")"
      text += isWritten ? "  \(Frozen.path(contract.kind, wave: wave))\n" : "\n"
      guard let last = frozen.waves[contract.kind], let changes = difference(contract) else {
        text += "  it was not frozen before\n"
        continue
      }
      let lines = lines(changes)
      text += lines.isEmpty ? "  as wave \(last) froze it\n" : "  since wave \(last) froze it:\n"
      text += lines.prefix(maximumLines).map { "  \($0.visible())\n" }.joined()
      let more = lines.count - maximumLines
      if more > 0 { text += "  and \(more) more lines (--format json lists all)\n" }
      let broken = breaks(contract).count
      if broken > 0 {
        text += "  \(broken == 1 ? "1 break" : "\(broken) breaks") of what was frozen\n"
      }
    }
    return text
  }

  private func lines(_ changes: ContractDifference) -> [String] {
    changes.added.map { "+ \($0.name)  \($0.definition)" }
      + changes.removed.map { "- \($0.name)  \($0.definition)" }
      + changes.changed.flatMap {
        [
          "~ \($0.before.name)", "    was \($0.before.definition)",
          "    is  \($0.after.definition)",
        ]
      }
  }

  var json: JSON {
    .object([
      "schema": "gate-freeze/1", "wave": .integer(wave), "commit": .string(commit.description),
      "written": .bool(isWritten), "interfaces": .array(contracts.map(json)),
    ])
  }

  private func json(_ contract: Contract) -> JSON {
    let changes = difference(contract)
    return .object([
      "interface": .string(contract.kind.rawValue),
      "path": .string(Frozen.path(contract.kind, wave: wave).description),
      "entries": .integer(contract.entries.count),
      "since": frozen.waves[contract.kind].map { .integer($0) } ?? .null,
      "added": .array((changes?.added ?? []).map(json)),
      "removed": .array((changes?.removed ?? []).map(json)),
      "changed": .array(
        (changes?.changed ?? []).map {
          .object([
            "name": .string($0.before.name), "before": .string($0.before.definition),
            "after": .string($0.after.definition),
          ])
        }),
      "breaks": .integer(breaks(contract).count),
    ])
  }

  private func json(_ entry: Contract.Entry) -> JSON {
    ["name": .string(entry.name), "definition": .string(entry.definition)]
  }
}

private let maximumLines = 40
