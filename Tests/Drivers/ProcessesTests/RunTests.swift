import Processes
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct RunTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  @Test func endings() async {
    let endings: [(String, CommandResult.Ending)] = [
      ("true", .exited(0)), ("exit 3", .exited(3)), ("exit 255", .exited(255)),
      ("kill -9 $$", .signalled(9)), ("kill -SEGV $$", .signalled(SIGSEGV)),
      ("no-such-command-at-all", .exited(127)),
    ]
    for (shell, ending) in endings {
      let result = await sandbox.run(sandbox.command(shell))
      #expect(result.ending == ending, "\(shell)")
      #expect(result.stragglers == 0 && result.survivors == 0 && result.droppedBytes == 0)
    }
  }

  @Test func outputsTogetherAndApart() async {
    var command = sandbox.command("echo one; echo two >&2; echo three; pwd; echo $-$A; env | wc -l")
    command.environment["A"] = "b"
    _ = await sandbox.run(command)
    #expect(sandbox.text("out.log").hasPrefix("one\ntwo\nthree\n/"))
    command.errors = sandbox.folder + "/err.log"
    _ = await sandbox.run(command)
    #expect(sandbox.text("out.log").hasPrefix("one\nthree\n/"))
    #expect(sandbox.text("err.log") == "two\n")
  }

  @Test func whatCannotStart() async {
    var elsewhere = sandbox.command("true")
    elsewhere.folder = sandbox.folder + "/none"
    var unwritable = sandbox.command("true")
    unwritable.output = sandbox.folder + "/none/out.log"
    for command in [elsewhere, unwritable] {
      let ending = await sandbox.run(command).ending
      guard case .couldNotStart(let why) = ending else {
        Issue.record("\(ending)")
        continue
      }
      #expect(!why.isEmpty)
    }
    let supervisor = Supervisor(executable: sandbox.folder + "/none")
    let ending = await run(sandbox.command("true"), under: supervisor).ending
    guard case .couldNotStart = ending else {
      Issue.record("\(ending)")
      return
    }
  }

  @Test func timeLimitEndsEverything() async throws {
    let result = await sandbox.run(
      sandbox.command(
        """
        trap '' TERM; echo $$ > shell
        setsid sh -c 'trap "" TERM; echo $$ > away; while :; do sleep 1; done' &
        echo started; while :; do sleep 1; done
        """, timeout: .milliseconds(700)))
    #expect(result.ending == .timedOut)
    #expect(result.duration > .milliseconds(690) && result.duration < .seconds(60))
    #expect(sandbox.text("out.log") == "started\n")
    for name in ["shell", "away"] {
      let isGone = try await sandbox.isGone(sandbox.process(name))
      #expect(isGone, "\(name)")
    }
  }

  /// Daemons that nobody waits for: one in a session of its own, one that holds the output open.
  @Test func whatIsLeftRunningIsEnded() async throws {
    let result = await sandbox.run(
      sandbox.command(
        """
        setsid sh -c 'sh -c "echo \\$\\$ > away; exec sleep 300" & exit' </dev/null >/dev/null 2>&1
        sh -c 'echo $$ > holder; exec sleep 300' &
        while ! [ -s away ] || ! [ -s holder ]; do sleep 0.05; done
        echo done; exit 4
        """))
    #expect(result.ending == .exited(4))
    #expect(result.duration < .seconds(60) && result.stragglers >= 2 && result.survivors == 0)
    #expect(sandbox.text("out.log") == "done\n")
    for name in ["away", "holder"] {
      let isGone = try await sandbox.isGone(sandbox.process(name))
      #expect(isGone, "\(name)")
    }
  }

  @Test func aFloodIsCut() async {
    var command = sandbox.command(
      "echo first; head -c 50000000 /dev/zero | tr '\\0' 'x'; echo; echo last")
    command.maximumOutput = 1 << 20
    let result = await sandbox.run(command)
    #expect(result.ending == .exited(0))
    #expect(result.droppedBytes > 48_000_000 && result.droppedBytes < 50_000_000)
    let text = sandbox.text("out.log")
    #expect(text.hasSuffix("x\nlast\n"))
    #expect(text.utf8.count < 2 << 20)
    command.maximumOutput = 60_000_000
    #expect(await sandbox.run(command).droppedBytes == 0)
  }

  @Test func cancellationEndsEverything() async throws {
    let sandbox = sandbox
    let task = Task {
      await sandbox.run(
        sandbox.command("setsid sh -c 'echo $$ > away; exec sleep 300' & echo $$ > shell; wait"))
    }
    while sandbox.process("away") == nil || sandbox.process("shell") == nil {
      try await Task.sleep(for: .milliseconds(20))
    }
    task.cancel()
    let result = await task.value
    #expect(result.ending == .cancelled && result.duration < .seconds(60))
    for name in ["away", "shell"] {
      let isGone = try await sandbox.isGone(sandbox.process(name))
      #expect(isGone, "\(name)")
    }
  }

  /// The gate holds the pipe that is the supervisor's input; here `sleep` does, and is killed.
  @Test func aKilledGateLeavesNothing() async throws {
    let sandbox = sandbox
    let shell = """
      mkfifo pipe
      sh -c 'echo $$ > gate; exec sleep 300' > pipe &
      \(Sandbox.gate) supervise "$PWD/inner.log" "" 1000000 "" 300 "" \
        'setsid sh -c "echo \\$\\$ > away; exec sleep 300" & echo $$ > shell; wait' < pipe > report &
      wait
      """
    let task = Task { await sandbox.run(sandbox.command(shell)) }
    while sandbox.process("away") == nil || sandbox.process("shell") == nil {
      try await Task.sleep(for: .milliseconds(20))
    }
    let gate = try #require(sandbox.process("gate"))
    #expect(kill(gate, SIGKILL) == 0)
    #expect(await task.value.ending == .exited(0))
    for name in ["away", "shell"] {
      let isGone = try await sandbox.isGone(sandbox.process(name))
      #expect(isGone, "\(name)")
    }
    #expect(sandbox.text("report").hasPrefix("stopped "))
  }

  /// Another gate must not use a folder in which commands of a killed one still end.
  @Test func aLockIsHeldByTheCommand() async throws {
    let path = sandbox.folder + "/lock"
    var command = sandbox.command("echo $$ > shell; sleep 300")
    command.lock = path
    let task = Task { [command] in await sandbox.run(command) }
    while sandbox.process("shell") == nil { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try isFree(path) == false)
    task.cancel()
    _ = await task.value
    #expect(try isFree(path))
    guard let lock = try FileLock(path, .exclusive) else {
      Issue.record("the lock is not free")
      return
    }
    let blocked = await sandbox.run(command)
    _ = consume lock
    guard case .couldNotStart = blocked.ending else {
      Issue.record("\(blocked.ending)")
      return
    }
    #expect(throws: LockError.self) { try isFree(sandbox.folder + "/none/lock") }
  }

  private func isFree(_ path: String) throws -> Bool {
    guard let _ = try FileLock(path, .exclusive) else { return false }
    return true
  }

  @Test func tailsBeginWithAWholeLine() async {
    _ = await sandbox.run(sandbox.command("seq 1 1000"))
    let path = sandbox.folder + "/out.log"
    #expect(tail(ofFile: path, bytes: 12) == "999\n1000\n")
    #expect(tail(ofFile: sandbox.folder + "/none", bytes: 12) == "")
    #expect(tail(ofFile: sandbox.folder, bytes: 12) == "")
  }
}
