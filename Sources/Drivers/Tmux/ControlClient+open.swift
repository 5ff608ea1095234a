internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ControlClient {
  /// Connects to a server, where one runs that others use too; removes what killed processes left there.
  ///
  /// Control clients of ours come one after the other, and only to a server that has just answered: 3.3a crashes
  /// where something happens between two messages with which one introduces itself, and a server that was
  /// stopped would go on with several of them.
  package static func open(
    _ address: TmuxAddress, _ environment: [String: String], patience: Duration = .seconds(5)
  ) async throws(TmuxError) -> ControlClient {
    // A client inside of tmux would be refused.
    let environment = environment.filter { !["TMUX", "TMUX_PANE"].contains($0.key) }
    guard let program = Processes.file(of: "tmux", environment) else { throw .missing }
    guard address.isListening(environment) else { throw .absent }
    let turn = try await Turn.take(at: address.socket(environment) + ".gate", patience)
    defer { turn.end() }
    let plain = PlainClient(
      program: program, address: address, environment: environment, patience: patience)
    let left = try await orphans(plain)
    let session = HiddenSession()
    _ = try await plain.run(session.creation)
    for orphan in left {
      do throws(TmuxError) {
        _ = try await plain.run(orphan.removal)
      } catch {
        // It was gone meanwhile. Where the server is, the next step tells.
      }
    }
    guard let pair = ChannelPair() else { throw .refused("there are too many open files") }
    defer { closeFile(pair.theirs) }
    let child: Child
    do throws(ChildError) {
      child = try await Child.start(
        plain.program(session.attachment, pair.theirs))
    } catch {
      closeFile(pair.ours)
      throw .refused("\(error)")
    }
    let client = ControlClient(session, child, pair.ours, patience)
    if let failure = await client.arrive() {
      await client.close()
      // Where the server is gone, or too slow again, it goes with the server or is removed by the next client.
      _ = try? await plain.run(session.removal)
      throw failure
    }
    return client
  }

  /// What is left on a server; `absent` where nobody but us has a session.
  private static func orphans(_ plain: PlainClient) async throws(TmuxError) -> [HiddenSession] {
    let listed = try await plain.run(
      ["list-sessions", "-F", "#{session_attached} #{session_name}"])
    var (left, isUsed) = ([HiddenSession](), false)
    for line in listed.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let clients = Int(words[0]) else { continue }
      guard let session = HiddenSession(words[1]) else {
        isUsed = true
        continue
      }
      if session.isLeft(clients: clients) { left.append(session) }
    }
    guard isUsed else {
      for session in left { _ = try await plain.run(session.removal) }
      throw .absent
    }
    return left
  }
}
