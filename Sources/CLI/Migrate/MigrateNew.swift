import ArgumentParser
import Files
import FoundationEssentials
import GateMigrations
import GateModel

/// `gate migrate new`
struct MigrateNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write the files of the next migration.",
    discussion: """
      The number is the next one that is free, in the folder's own style.

      EXAMPLE
        gate migrate new add totals to orders
      """)

  @OptionGroup var place: Place
  @Argument(help: "What it does, in a few words.") var words: [String]

  func run() throws {
    try answering {
      guard let name = MigrationName(words.joined(separator: " ")) else {
        throw Failure("a name has a letter or a digit, and at most 100 characters", exit: .usage)
      }
      let folder = try MigrationFolder(above: place.path, isNew: true)
      let new = folder.set.newMigration(name, at: Int(Date().timeIntervalSince1970))
      for file in new.files {
        let path = file.path.description
        if let slash = path.lastIndex(of: "/") {
          try Folder.make(String(path[..<slash]), in: folder.root)
        }
        let text = String(decoding: file.bytes, as: UTF8.self)
        guard try WholeFile.create("\(folder.root)/\(path)", text) else {
          throw Failure("`\(path)` is there already", hint: "run it again", exit: .unjudged)
        }
        try Console.print("written  \(path)\n")
      }
      return 0
    }
  }
}
