internal import Files
internal import FoundationEssentials
internal import GateModel
internal import Processes

/// Claude Code's own list of its sessions, one file each.
///
/// It looks once a second and reads again only what was written to. A record counts while its process
/// lives, which is the one that it names, and not another one with the same number.
package struct RegistrySource: EvidenceSource {
  /// Its word in answers and metrics.
  package let name = "registry"
  private let folder: String
  private let roster: Roster
  private let now: @Sendable () -> Instant

  /// Makes one.
  ///
  /// - Parameter folder: `sessions` in the folder of Claude Code, absolute.
  package init(
    folder: String, roster: @escaping Roster, now: @escaping @Sendable () -> Instant
  ) {
    (self.folder, self.roster, self.now) = (folder, roster, now)
  }

  /// Where the sessions are, by what this process was started with.
  package static func folder(environment: [String: String], home: String) -> String {
    let configured = environment["CLAUDE_CONFIG_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    return (configured ?? home + "/.claude") + "/sessions"
  }

  /// Looks until its task is cancelled.
  @concurrent package func watch(
    _ report: @escaping @Sendable (SourceReport) async -> Attention
  ) async throws {
    var files = RegistryFiles(folder: folder)
    var list = RegistryList()
    while true {
      let start = now()
      var seen = list.look(at: files.read(), roster(), { ProcessSight($0) }, now: start)
      seen.health = SourceHealth(
        isUp: files.problem == nil, problem: files.problem, look: start.duration(to: now()),
        dropped: files.dropped)
      if !seen.evidence.isEmpty || files.problem != nil { _ = await report(seen) }
      try await Task.sleep(for: .seconds(1))
    }
  }
}

/// The records of a folder, each read again when it was written to.
struct RegistryFiles: Sendable {
  private let folder: String
  private var known: [String: (mark: FileMark, record: SessionRecord?)] = [:]
  /// How many files were none that can be read.
  private(set) var dropped = 0
  /// Why nothing can be seen; nil where the folder can be read, or is not there.
  private(set) var problem: String?

  private static let maximumSize = 64 << 10
  private static let maximumCount = 1000

  init(folder: String) { self.folder = folder }

  mutating func read() -> [SessionRecord] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
      problem = nil
    } catch {
      // Where Claude Code never ran there is no folder.
      let isThere = FileManager.default.fileExists(atPath: folder)
      problem = isThere ? "`\(folder)` cannot be read" : nil
      names = []
    }
    var kept: [String: (mark: FileMark, record: SessionRecord?)] = [:]
    for name in names.filter({ $0.hasSuffix(".json") }).sorted().prefix(RegistryFiles.maximumCount)
    {
      kept[name] = entry(name)
    }
    known = kept
    return kept.sorted { $0.key < $1.key }.compactMap(\.value.record)
  }

  private mutating func entry(_ name: String) -> (mark: FileMark, record: SessionRecord?)? {
    let path = folder + "/" + name
    guard let mark = FileMark(path) else { return nil }
    if let entry = known[name], entry.mark == mark { return entry }
    // One that cannot be read now may be written at this moment: the next look tries again.
    guard let part = try? FilePart.read(path, atMost: RegistryFiles.maximumSize + 1) else {
      return nil
    }
    let record = part.bytes.count > RegistryFiles.maximumSize ? nil : SessionRecord(part.bytes)
    if record == nil { dropped += 1 }
    return (part.mark, record)
  }
}
