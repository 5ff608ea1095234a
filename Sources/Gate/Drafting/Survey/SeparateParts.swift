internal import GateModel

/// A part of the program with its tests.
struct ProgramPart: Hashable {
  var name: String
  var owns: [String]
}

extension Survey {
  /// The parts of the program that lanes can work on without meeting: folders with code, each with
  /// its tests. Empty where the code is one part, or where tests cannot be told apart.
  func separateParts() -> [ProgramPart] {
    var parent = ""
    var units = codeFolders(in: parent)
    // Down through `src/` or `Sources/`, as long as there is one way only.
    while let only = units.first, units.count == 1, parent.utf8.count(where: { $0 == 0x2F }) < 2 {
      parent = parent.isEmpty ? only : "\(parent)/\(only)"
      units = codeFolders(in: parent)
    }
    // Code beside the folders belongs to none of them.
    guard units.count > 1, !files(in: parent).contains(where: { isCode(RepoPath($0)) }) else {
      return []
    }
    let tests = folders().filter { Survey.testFolders.contains($0.lowercased()) }
    guard tests.allSatisfy({ files(in: $0).allSatisfy { !isCode(RepoPath($0)) } }) else {
      return []
    }
    let prefix = parent.isEmpty ? "" : parent + "/"
    var parts = units.map { ProgramPart(name: $0, owns: ["/\(escaped(prefix + $0))/**"]) }
    for folder in tests {
      for child in folders(in: folder) {
        guard let index = units.firstIndex(where: { stem($0) == stem(child) }) else { return [] }
        parts[index].owns.append("/\(escaped("\(folder)/\(child)"))/**")
      }
    }
    return parts
  }

  private func codeFolders(in parent: String) -> [String] {
    let prefix = parent.isEmpty ? "" : parent + "/"
    return folders(in: parent).filter { folder in
      !folder.hasPrefix(".") && hasCode(in: prefix + folder)
        && !(parent.isEmpty && isBeside(folder.lowercased()))
    }
  }

  /// Not the program itself.
  private func isBeside(_ folder: String) -> Bool {
    Survey.testFolders.contains(folder)
      || [
        "docs", "doc", "documentation", "examples", "example", "samples", "scripts", "tools",
        "tool",
        "bin", "vendor", "third_party", "benchmarks", "bench", "migrations", "lanes", "waves",
        "reports", "assets", "static", "public", "testdata", "fixtures", "contrib", "ci", "etc",
      ].contains(folder)
  }

  private static let testFolders = ["tests", "test", "spec", "specs", "__tests__"]

  /// A name without what says that it holds tests: `StoreTests` and `test_store` are `store`.
  private func stem(_ name: String) -> String {
    var text = name.lowercased()[...]
    for mark in ["tests", "test", "specs", "spec"] {
      if text.hasSuffix(mark), text.count > mark.count { text = text.dropLast(mark.count) }
      if text.hasPrefix(mark), text.count > mark.count { text = text.dropFirst(mark.count) }
    }
    return text.trimmed.filter { $0 != "_" && $0 != "-" }
  }
}
