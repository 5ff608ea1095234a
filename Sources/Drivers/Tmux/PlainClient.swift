internal import Dispatch
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Runs `tmux` for one command: what is done before a control client is there. It never starts a server.
struct PlainClient: Sendable {
  let program: String
  let address: TmuxAddress
  let environment: [String: String]
  let patience: Duration

  /// The program with its arguments, at one end of a channel.
  func program(_ arguments: [String], _ channel: Int32) -> Child.Program {
    Child.Program(
      program, ["-N", "-u"] + address.arguments + arguments, environment: environment, folder: "/",
      log: nil, channel: channel)
  }

  /// Runs a command, and returns what it said.
  func run(_ arguments: [String]) async throws(TmuxError) -> String {
    guard let pair = ChannelPair() else { throw .refused("there are too many open files") }
    defer { closeFile(pair.ours) }
    let started: Child
    do throws(ChildError) {
      defer { closeFile(pair.theirs) }
      started = try await Child.start(program(arguments, pair.theirs))
    } catch {
      throw .refused("\(error)")
    }
    let child = started
    let milliseconds = Int(patience / .milliseconds(1))
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      // Anything less would wait for the server.
      child.send(SIGKILL)
    }
    let ending = await withTaskCancellationHandler {
      await child.ending()
    } onCancel: {
      child.send(SIGKILL)
    }
    if Task.isCancelled { throw .cancelled }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while let count = ChannelPair.receive(into: &buffer, from: pair.ours), count > 0 {
      text += buffer[..<count]
    }
    let said = String(decoding: text, as: UTF8.self)
    switch ending {
    case .exited(0): return said
    case .exited: throw .refused(said.split(separator: "\n").first.map(String.init) ?? "it failed")
    case .signalled: throw .silent
    }
  }
}
