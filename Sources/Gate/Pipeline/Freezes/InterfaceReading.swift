package import GateContracts
package import GateModel
internal import Git
package import Processes

/// A file of one state.
package typealias SourceFile = (path: RepoPath, bytes: [UInt8])

extension Repository {
  /// A file that an interface is read from; nil for what is no regular file. One that is too large is an error,
  /// and not taken for missing.
  func interfaceFile(_ path: RepoPath, in tree: ObjectID) throws -> [UInt8]? {
    guard let entry = try entry(path, in: tree), entry.kind.isRegular, let id = entry.id else {
      return nil
    }
    guard let bytes = try blob(id, atMost: Repository.maximumTextSize) else {
      throw JudgementError(
        "`\(path)` is larger than 16 MiB: no interface is read from it", hint: "split it")
    }
    return bytes
  }
}

extension Project {
  /// What an interface is read from, among the files of a state; `bytes` reads one of them, nil where it is
  /// no regular file.
  package func sources(
    of kind: FrozenInterface, among paths: [RepoPath], bytes: (RepoPath) throws -> [UInt8]?
  ) rethrows -> [SourceFile] {
    let paths = paths.filter { interfaces?.contains($0, of: kind) == true }
    return try paths.sorted().compactMap { path in try bytes(path).map { (path, $0) } }
  }

  /// The API or the signatures in such files. The schema's is not in files, but in a database.
  package func contract(
    _ kind: FrozenInterface, in files: [SourceFile], under supervisor: Supervisor,
    environment: [String: String]
  ) async throws -> Contract {
    switch (kind, interfaces?.api) {
    case (.signatures, _):
      return try await Contract(
        signaturesOf: files, under: supervisor, environment: environment)
    case (.api, .document):
      // Without it there is no API.
      return try files.first.map { try Contract(openAPI: $0.bytes, path: $0.path) }
        ?? Contract(.api, [])
    case (.api, _): return try Contract(recorded: files)
    case (.schema, _): preconditionFailure("a schema is read from a database")
    }
  }
}
