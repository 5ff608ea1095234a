import FoundationEssentials
import Processes
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("programs that run beside this one")
struct ChildTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test("a log is a plain file of its own, never what a link leads to or a pipe that nobody reads")
  func log() async throws {
    let (other, log) = (sandbox.folder + "/other", sandbox.folder + "/log")
    try Data("other\n".utf8).write(to: URL(filePath: other))
    let makers: [() -> Int32] = [
      { unsafe symlink(other, log) }, { unsafe link(other, log) }, { unsafe mkfifo(log, 0o600) },
    ]
    for make in makers {
      try #require(make() == 0)
      await #expect(throws: ChildError.self) { _ = try await echo("new", to: log) }
      unsafe unlink(log)
    }
    #expect(sandbox.text("other") == "other\n")
    for text in ["new", "newer"] { _ = try await echo(text, to: log).ending() }
    #expect(sandbox.text("log") == "new\nnewer\n")
  }

  @Test("what does not end when it is told to is killed", .timeLimit(.minutes(5)))
  func end() async throws {
    let child = try await start(
      "trap '' TERM; echo here; exec sleep 600", to: sandbox.folder + "/log")
    while sandbox.text("log").isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    await child.end(SIGTERM, within: .milliseconds(50))
    #expect(await child.ending() == .signalled(SIGKILL))
  }

  private func echo(_ text: String, to log: String) async throws -> Child {
    try await start("echo \(text)", to: log)
  }

  private func start(_ shell: String, to log: String) async throws -> Child {
    try await Child.start(
      Child.Program(
        "/bin/sh", ["-c", shell], environment: ["PATH": "/usr/bin:/bin"], folder: sandbox.folder,
        log: log))
  }
}
