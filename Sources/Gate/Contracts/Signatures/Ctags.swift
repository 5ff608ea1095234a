internal import FoundationEssentials
package import GateModel
package import Processes

/// Why the declarations of files are not known: one sentence without a closing point.
package struct CtagsProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is in the way, and what to do.
  package var description: String
}

extension Contract {
  /// Whether the declarations of a file are read by Universal Ctags: those of all languages but Swift.
  package static func isReadByCtags(_ path: RepoPath) -> Bool {
    !path.description.hasSuffix(".swift")
  }

  /// The declarations in source files that others can see, by Universal Ctags; those of Swift, which that
  /// does not read, by a scanner of our own.
  ///
  /// The files are written to a private folder under names of ours, and no options are read from anywhere:
  /// the repository has no say in how it is read.
  package init(
    signaturesOf files: [(path: RepoPath, bytes: [UInt8])], under supervisor: Supervisor,
    environment: [String: String]
  ) async throws {
    var entries: [Entry] = []
    var others: [(path: RepoPath, bytes: [UInt8])] = []
    for file in files {
      if Contract.isReadByCtags(file.path) {
        others.append(file)
      } else {
        entries += swiftEntries(of: file.bytes, in: file.path)
      }
    }
    if !others.isEmpty { entries += try await tags(of: others, supervisor, environment) }
    self.init(.signatures, entries)
  }
}

private func tags(
  of files: [(path: RepoPath, bytes: [UInt8])], _ supervisor: Supervisor,
  _ environment: [String: String]
) async throws -> [Contract.Entry] {
  let manager = FileManager.default
  let folder = "\(manager.temporaryDirectory.path)/gate-ctags-\(UUID().uuidString)"
  try manager.createDirectory(
    atPath: folder + "/files", withIntermediateDirectories: true,
    attributes: [.posixPermissions: 0o700])
  // What is left behind is in nobody's way.
  defer { try? manager.removeItem(atPath: folder) }
  var paths: [String: RepoPath] = [:]
  for (number, file) in files.enumerated() {
    let name = "\(number)\(fileExtension(of: file.path))"
    paths[name] = file.path
    try Data(file.bytes).write(to: URL(filePath: "\(folder)/files/\(name)"))
  }
  let names = paths.keys.sorted().map { "\($0)\n" }.joined()
  try Data(names.utf8).write(to: URL(filePath: folder + "/names"))
  let command = Command(
    shell: "exec ctags --options=NONE --quiet --output-format=json --pattern-length-limit=0"
      + " --fields=+{language}{line}{signature}{typeref}{scope}{scopeKind}{access}{kind}{file}{inherits}"
      + " --extras=-F -L ../names -f -",
    folder: folder + "/files", environment: ["PATH": environment["PATH"] ?? "/usr/bin:/bin"],
    output: folder + "/tags", errors: folder + "/errors", timeout: .seconds(300))
  let ran = await run(command, under: supervisor)
  guard ran.ending == .exited(0), ran.droppedBytes == 0 else {
    throw CtagsProblem(description: reason(ran, tail(ofFile: folder + "/errors", bytes: 2000)))
  }
  let output = try Data(contentsOf: URL(filePath: folder + "/tags"))
  return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
    guard let tag = CtagsTag(line: line), let path = paths[tag.file] else { return nil }
    return tag.entry(in: path)
  }
}

private func reason(_ ran: CommandResult, _ errors: String) -> String {
  if ran.ending == .exited(127) {
    return "`ctags` is not on PATH; Debian's package is `universal-ctags`"
  }
  let words =
    errors.split(separator: "\n").first { !$0.contains("Notice:") }.map { ": \($0)" } ?? ""
  return "`ctags` did not read the files\(words); it has to be Universal Ctags with JSON"
}

/// By which ctags knows the language: of the path, where it is a plain one.
private func fileExtension(of path: RepoPath) -> String {
  let name = path.name
  guard let dot = name.lastIndex(of: ".") else { return "" }
  let letters = name[dot...].utf8.dropFirst()
  guard (1...12).contains(letters.count),
    letters.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "+") })
  else { return "" }
  return String(name[dot...])
}
