/// Where the interfaces are that a wave can freeze: `interfaces:` of gate.yml. The schema is that of the
/// migrations.
package struct InterfaceSettings: Sendable, Hashable {
  /// The files whose declarations are frozen; empty for none.
  package var signatures: [Glob]
  /// What says which API there is; nil for none.
  package var api: APISource?

  /// Makes settings; what is left out is not there to be frozen.
  package init(signatures: [Glob] = [], api: APISource? = nil) {
    self.signatures = signatures
    self.api = api
  }

  /// What an API is known by.
  package enum APISource: Sendable, Hashable {
    /// A document of OpenAPI 3.
    case document(RepoPath)
    /// Recorded answers in JSON.
    case recorded([Glob])
  }
}

extension InterfaceSettings {
  /// Whether a path is among what an interface is read from; the schema's is not known here.
  package func contains(_ path: RepoPath, of kind: FrozenInterface) -> Bool {
    switch kind {
    case .schema: return false
    case .signatures: return GlobSet(signatures).contains(path)
    case .api:
      switch api {
      case .document(let document): return document == path
      case .recorded(let globs): return GlobSet(globs).contains(path)
      case nil: return false
      }
    }
  }
}
