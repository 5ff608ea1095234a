package import GateModel

/// The snapshots of `Waves/frozen/`: of each interface the one of the latest wave counts.
package struct Frozen: Sendable, Hashable {
  /// By kind.
  package private(set) var contracts: [FrozenInterface: Contract]
  /// The wave of each.
  package private(set) var waves: [FrozenInterface: Int]

  /// The folder that holds a folder a wave.
  package static let folder = RepoPath("Waves/frozen")

  /// Where a wave's snapshot is.
  package static func path(_ kind: FrozenInterface, wave: Int) -> RepoPath {
    RepoPath("\(folder)/\(wave)/\(kind.rawValue).txt")
  }

  /// The wave and the kind of a file in the folder; nil for a path that is none of a snapshot's.
  package static func parts(of path: RepoPath) -> (wave: Int, kind: FrozenInterface)? {
    let parts = path.description.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "Waves", parts[1] == "frozen", let wave = Int(parts[2]),
      String(wave) == parts[2], parts[3].hasSuffix(".txt"),
      let kind = FrozenInterface(rawValue: String(parts[3].dropLast(4)))
    else { return nil }
    return (wave, kind)
  }

  /// Nothing is frozen.
  package init() {
    (contracts, waves) = ([:], [:])
  }

  /// Reads the files of one state; those of other names are passed over.
  package init(_ files: [(path: RepoPath, bytes: [UInt8])]) throws(ContractProblem) {
    (contracts, waves) = ([:], [:])
    for (path, bytes) in files {
      guard let (wave, kind) = Frozen.parts(of: path), waves[kind].map({ $0 < wave }) ?? true else {
        continue
      }
      contracts[kind] = try Contract(kind, reading: bytes, path: path)
      waves[kind] = wave
    }
  }
}
