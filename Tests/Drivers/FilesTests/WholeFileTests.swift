import Files
import TestSupport
import Testing

@Suite("files that are written whole or not at all")
struct WholeFileTests {
  private let world: World
  private var path: String { world.folder + "/file" }

  init() throws {
    world = try World()
  }

  private func listing() async throws -> String {
    try await world.sh("for f in $(ls -A); do echo $f $(stat -c %a $f) $(cat $f); done").output
  }

  @Test("a file is created once, and never through a link")
  func create() async throws {
    #expect(try WholeFile.create(path, "one", mode: 0o755))
    #expect(try !WholeFile.create(path, "two"))
    try await world.sh("ln -s nowhere link")
    #expect(try !WholeFile.create(world.folder + "/link", "two"))
    #expect(throws: FileError.self) { try WholeFile.create(world.folder + "/none/file", "x") }
    try await world.sh("rm link")
    #expect(try await listing() == "file 755 one\n")
  }

  @Test("a file is replaced with its mode, and a link is refused")
  func replace() async throws {
    try await world.sh("echo old > file; chmod 640 file; ln -s file link")
    try WholeFile.replace(path, "new")
    #expect(throws: FileError.self) { try WholeFile.replace(world.folder + "/link", "x") }
    #expect(throws: FileError.self) { try WholeFile.replace(world.folder, "x") }
    try WholeFile.replace(world.folder + "/other", "made")
    try await world.sh("rm link")
    #expect(try await listing() == "file 640 new\nother 644 made\n")
  }

  @Test("of several files all take their places, and what fails leaves nothing behind")
  func together() async throws {
    let files = ["a", "b"].map { (path: world.folder + "/" + $0, text: $0) }
    try WholeFile.replace(files, in: world.folder)
    #expect(throws: FileError.self) {
      try WholeFile.replace(files + [(world.folder + "/none/c", "c")], in: world.folder)
    }
    #expect(try await listing() == "a 644 a\nb 644 b\n")
  }

  @Test("what killed writers left is removed, and nothing else")
  func leftovers() async throws {
    try await world.sh("touch .file.gate-1 .file.gate-2 .files.gate-1 file.gate-1 .file; mkdir d")
    #expect(try WholeFile.removeLeftovers(of: path))
    #expect(try !WholeFile.removeLeftovers(of: path))
    #expect(try !WholeFile.removeLeftovers(of: world.folder + "/none/file"))
    #expect(try await world.sh("ls -A").output == ".file\n.files.gate-1\nd\nfile.gate-1\n")
  }

  @Test("a link on the way to a folder is refused")
  func folders() async throws {
    try Folder.make("x/y", in: world.folder)
    try await world.sh("ln -s /tmp link")
    #expect(throws: FileError.self) { try Folder.make("link/y", in: world.folder) }
    #expect(try Folder.make(world.folder + "/p/q"))
    #expect(try !Folder.make(world.folder + "/p/q"))
    #expect(try await world.sh("ls -R x p | grep -c :").output == "4\n")
  }

  @Test("what cannot be written is told")
  func full() {
    #expect(throws: FileError("`/dev/full` cannot be written: No space left on device")) {
      try append("x", to: "/dev/full")
    }
  }
}
