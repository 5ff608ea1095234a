import Files
import TestSupport
import Testing

@Suite("a line added to a file of others")
struct AddLineTests {
  private let world: World
  private var path: String { world.folder + "/file" }

  init() throws {
    world = try World()
  }

  @Test("comes last and once, and the rest stays byte for byte")
  func once() async throws {
    for (before, after) in [
      ("", "new\\n"), ("a\\n", "a\\nnew\\n"), ("caf\\351", "caf\\351\\nnew\\n"),
      ("new\\na", "new\\na"), ("newer\\r\\n\\n", "newer\\r\\n\\nnew\\n"),
    ] {
      try await world.sh("printf '\(before)' > file; printf '\(after)' > wanted")
      for _ in 0..<2 { try addLine("new", to: path) }
      #expect(try await world.sh("cmp file wanted").code == 0, "\(before)")
    }
    try addLine("new", to: world.folder + "/none")
    try await world.sh("ln -s file link; printf new > file; cp file wanted")
    #expect(throws: FileError.self) { try addLine("other", to: world.folder + "/link") }
    #expect(throws: FileError.self) { try addLine("new", to: world.folder + "/none/file") }
    #expect(try await world.sh("cmp file wanted && cat none").output == "new\n")
  }

  @Test("of many at once none is lost, and none is there twice")
  func atOnce() async throws {
    let path = path
    await withTaskGroup { group in
      for index in 0..<200 {
        group.addTask {
          #expect(throws: Never.self) { try addLine("line \(index % 50)", to: path) }
        }
      }
    }
    #expect(try await world.sh("wc -l < file; sort -u file | wc -l").output == "50\n50\n")
  }
}
