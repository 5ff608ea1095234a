import Files
import FoundationEssentials
import GateModel
import GateReports
import Monitor
import Server
import Synchronization

/// The reports of the gate that lie in worktrees. Whoever works in a lane can write whatever they want into its
/// worktree: from there a report counts for that lane alone, and says where it is from.
final class ReportReader: Sendable {
  /// Where reports lie.
  struct Folder: Hashable {
    var path: String
    /// Whose own worktree it is in; nil for the main worktree.
    var lane: LaneID?
  }

  /// Nil for what is no report, or of another version: it is not read again.
  private let known = Mutex<[String: (mark: FileMark, report: Report?)]>([:])

  private static let largest = 4 << 20
  private static let most = 200

  /// Of each folder those that count among its newest, the newest of all first.
  func read(in folders: Set<Folder>) -> [StoredReport] {
    let before = known.withLock { $0 }
    var (after, found) = (before, [StoredReport]())
    after.removeAll()
    let now = Instant.now
    for folder in folders {
      for (path, mark) in newest(in: folder.path) {
        let report: Report?
        if let kept = before[path], kept.mark == mark {
          report = kept.report
        } else {
          report = read(path, mark)
        }
        after[path] = (mark, report)
        guard let report, folder.lane == nil || report.isOnly(of: folder.lane) else { continue }
        // A file's time is whatever its owner says.
        let at = min(now, Instant(microseconds: mark.modified / 1000))
        found.append(StoredReport(at: at, report: report, isLanesOwn: folder.lane != nil))
      }
    }
    known.withLock { [after] in $0 = after }
    return found.sorted { $0.at > $1.at }
  }

  private func newest(in folder: String) -> [(path: String, mark: FileMark)] {
    // No folder: no report yet.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.compactMap { name -> (path: String, mark: FileMark)? in
      guard name.hasSuffix(".json"), name != "latest.json" else { return nil }
      let path = "\(folder)/\(name)"
      return FileMark(path).map { (path, $0) }
    }
    return Array(
      files.sorted { ($1.mark.modified, $0.path) < ($0.mark.modified, $1.path) }
        .prefix(ReportReader.most))
  }

  private func read(_ path: String, _ mark: FileMark) -> Report? {
    guard mark.size <= ReportReader.largest,
      // What cannot be read is no report; it is looked at again when it changes.
      let part = try? FilePart.read(path, atMost: ReportReader.largest)
    else { return nil }
    return try? Report(stored: part.bytes)
  }
}

extension Report {
  /// Whether it is of that lane by itself.
  fileprivate func isOnly(of lane: LaneID?) -> Bool { self.lane == lane && proof == nil }
}
