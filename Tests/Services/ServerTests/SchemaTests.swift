import Foundation
import Server
import TestSupport
import Testing

/// The release is one file, so an instance's migrations have to be in it.
@Test("the program has the migrations of Migrations/")
func schema() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let folder = root.appending(path: "Migrations")
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  var text = """
    // Written by a test from Migrations/, with RECORD=1.

    /// The schema of an instance: the files of this project's Migrations/, by name.
    package let instanceMigrations: [(name: String, text: String)] = [

    """
  for name in names where name.hasSuffix(".sql") {
    let file = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(!file.contains("\"\"\"#"))
    text += "  (\n    \"\(name)\",\n    #\"\"\"\n"
    text += lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    // The literal leaves out the line break before its end.
    text += "\n    \"\"\"#\n  ),\n"
  }
  text += "]\n"
  #expect(try golden("Sources/Services/Server/Schema/InstanceMigrations.swift", text) == .same)
  for (name, migration) in instanceMigrations {
    #expect(try String(contentsOf: folder.appending(path: name), encoding: .utf8) == migration)
  }
}
