import Files
import TestSupport
import Testing

@Suite("folders")
struct FolderTests {
  private let world: World

  init() throws { world = try World() }

  @Test("a folder is removed with all that is in it, and nothing that links lead to")
  func remove() async throws {
    try await world.sh("mkdir -p kept gone/a/b gone/c && touch kept/x gone/a/b/y gone/.z")
    try await world.sh("ln -s ../kept gone/link; ln -s ../../kept/x gone/c/link; ln -s kept other")
    try Folder.remove(world.folder + "/gone")
    try Folder.remove(world.folder + "/gone")
    #expect(throws: FileError.self) { try Folder.remove(world.folder + "/other") }
    #expect(try await world.sh("ls -A . kept").output == ".:\nkept\nother\n\nkept:\nx\n")
  }
}
