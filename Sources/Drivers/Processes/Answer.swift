internal import Files
internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a program said, and how it ended.
package struct ProgramAnswer: Sendable, Hashable {
  /// The last of both outputs, in the order written.
  package var text: String
  /// As a shell has it; 127 where it could not be started.
  package var code: Int32
}

/// Runs a program of PATH to its end, with nothing on its input. It goes on where this process is killed: it has
/// the locks that are handed on (`FileLock.inherit`) until it has ended. What the environment says of a repository
/// is not handed on: the folder says which one is meant.
///
/// - Parameters:
///   - variables: set for this program alone.
///   - isCancellable: whether it, and what it has started, is told to end where the task is cancelled; else it
///     is waited for.
package func answer(
  of program: String, _ arguments: [String], in folder: String, _ environment: [String: String],
  setting variables: [String: String] = [:], isCancellable: Bool = false
) async -> ProgramAnswer {
  let files = FileManager.default
  let environment = environment.filter { !repositoryVariables.contains($0.key) }
    .merging(variables) { $1 }
  guard let path = file(of: program, environment) else {
    return ProgramAnswer(text: "there is no `\(program)` on PATH", code: 127)
  }
  let log = files.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)").path
  // What is left of it harms nobody.
  defer { try? files.removeItem(atPath: log) }
  do {
    let child = try await Child.start(
      Child.Program(
        path, arguments, environment: environment, folder: folder, deathSignal: 0, log: log))
    let ending = await withTaskCancellationHandler {
      await child.ending()
    } onCancel: {
      if isCancellable { child.send(SIGTERM, toGroup: true) }
    }
    let code: Int32 =
      switch ending {
      case .exited(let code): code
      case .signalled(let signal): 128 + signal
      }
    return ProgramAnswer(text: tail(ofFile: log, bytes: 64 << 10), code: code)
  } catch {
    return ProgramAnswer(text: "`\(program)` cannot be run: \(error)", code: 127)
  }
}

/// The file of a program of PATH; nil where there is none.
package func file(of program: String, _ environment: [String: String]) -> String? {
  environment["PATH", default: ""].split(separator: ":").lazy.map { "\($0)/\(program)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// By which git works in another repository than that of its folder. It sets them for its hooks, and whoever is
/// started from one inherits them. Source: `git rev-parse --local-env-vars`; what `git -c` set is not among these.
private let repositoryVariables: Set<String> = [
  "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_NAMESPACE",
  "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_REPLACE_REF_BASE",
  "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
]
