import Foundation
import Subprocess
import SystemPackage

/// A home with a folder `shop` in it, removed with the value: where a test makes its repository.
package final class World: Sendable {
  /// Absolute, without links on the way.
  package let home: String
  /// Where commands run and files are written; empty at first.
  package var folder: String { home + "/shop" }

  /// Makes both folders, in a place of their own.
  package init() throws {
    home =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
      + "/gate-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: home + "/shop", withIntermediateDirectories: true)
    // To make a database cluster takes a second: the worlds of one build share it.
    let clusters = World.built + "/clusters"
    try FileManager.default.createDirectory(atPath: clusters, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: home + "/.cache/gate", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: home + "/.cache/gate/postgres", withDestinationPath: clusters)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: home)  // A leftover harms nobody.
  }

  /// Runs a shell command in the folder, with the built `gate` in its path, a home of its own and no
  /// configuration of the machine's.
  ///
  /// - Returns: what it printed on both streams, and its exit code; -1 after a signal.
  @discardableResult
  package func sh(_ command: String) async throws -> (output: String, code: Int32) {
    let result = try await run(
      .path("/bin/sh"), arguments: ["-c", command],
      environment: .custom([
        "PATH": "\(World.built):/usr/local/bin:/usr/bin:/bin", "HOME": FilePath(home).string,
        "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
        "GIT_COMMITTER_NAME": "ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
      ]),
      workingDirectory: FilePath(folder), output: .string(limit: 16 << 20),
      error: .combinedWithOutput)
    guard case .exited(let code) = result.terminationStatus else {
      return (result.standardOutput, -1)
    }
    return (result.standardOutput, code)
  }

  /// Writes a file below the folder, with the folders on its way; replaces one that is there.
  package func write(_ text: String, to path: String) throws {
    let file = URL(filePath: folder).appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Where this build's products are.
  package static let built = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../.build/debug").standardizedFileURL.path
}
