import ArgumentParser
import FoundationEssentials

/// Where the command works.
struct Place: ParsableArguments {
  @Option(
    name: .customShort("C"),
    help: ArgumentHelp("Work as if started in this folder.", valueName: "folder"))
  var folder = "."

  /// The folder, absolute.
  var path: String { URL(filePath: folder).standardizedFileURL.path }

  /// A path as it is meant from that folder.
  func resolve(_ path: String) -> String {
    folder == "." || path.hasPrefix("/") ? path : "\(self.path)/\(path)"
  }

  /// The nearest folder above that holds a gate.yml; nil where there is none.
  var projectRoot: String? { GateCLI.projectRoot(above: path) }
}

/// The nearest folder at or above a path that holds a gate.yml; nil where there is none.
func projectRoot(above path: String) -> String? {
  var candidate = path
  while true {
    if FileManager.default.fileExists(atPath: candidate + "/gate.yml") { return candidate }
    guard let slash = candidate.lastIndex(of: "/"), candidate.count > 1 else { return nil }
    candidate = slash == candidate.startIndex ? "/" : String(candidate[..<slash])
  }
}

/// The process's environment, read once at the edge.
func processEnvironment() -> [String: String] { environmentAtStart }

/// As it was before the process changed it for itself.
let environmentAtStart = ProcessInfo.processInfo.environment

/// A file's bytes.
func bytes(ofFile path: String) throws -> [UInt8] {
  do {
    return Array(try Data(contentsOf: URL(filePath: path)))
  } catch {
    throw Failure("`\(path)` cannot be read", exit: .unjudged)
  }
}
