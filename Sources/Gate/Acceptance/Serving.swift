internal import GateModel
internal import GateSuites
internal import HTTP
internal import Postgres
internal import Processes
internal import Synchronization

/// The project's server while criteria are tried.
final class RunningServer: Sendable {
  /// On 127.0.0.1 or ::1.
  let port: UInt16
  private let end = Mutex<CommandResult.Ending?>(nil)

  init(port: UInt16) {
    self.port = port
  }

  /// How it ended by itself; nil as long as it runs.
  var ending: CommandResult.Ending? { end.withLock { $0 } }

  /// The same after an answer that did not come: until it is known how the server ended, or it answers
  /// again, or nobody waits any longer.
  func endingAfterSilence() async -> CommandResult.Ending? {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(10)
    let request = LoopbackRequest("GET", "/", port: port, timeout: .seconds(1))
    while ending == nil, clock.now < deadline, !Task.isCancelled {
      // What it answers makes no difference, and neither does why it does not.
      if (try? await request.response()) != nil { break }
      // Where it is cancelled, the loop ends.
      try? await Task.sleep(for: .milliseconds(20))
    }
    return ending
  }

  fileprivate func hasEnded(_ ending: CommandResult.Ending) { end.withLock { $0 = ending } }
}

/// Starts a server, waits until it answers, and ends it after the body: it runs under the supervisor, which
/// ends all its processes, also where this program is killed.
///
/// - Parameter database: what the server gets; a failure is an obstacle for all.
func serving(
  _ command: ServerCommand, in workspace: Workspace,
  _ database: Result<ConnectionSettings, Obstacle>?,
  _ body: @Sendable (Scene) async -> [Int: Trial]
) async -> Result<[Int: Trial], Obstacle> {
  if case .failure(let obstacle) = database { return .failure(obstacle) }
  guard let port = freeLoopbackPort() else {
    return .failure(Obstacle("the system has no free port for the server"))
  }
  let files: CommandFiles
  do {
    files = try CommandFiles("acceptance", "server", in: workspace)
  } catch {
    return .failure(Obstacle("`\(workspace.out)` cannot be written: \(error)"))
  }
  let server = RunningServer(port: port)
  let scene = Scene(database: database, server: server)
  let start = Command(
    shell: command.run, folder: workspace.checkout,
    environment: workspace.environment(out: files.out, scene), output: files.output,
    lock: workspace.lock)
  let result = await withTaskGroup { group -> Result<[Int: Trial], Obstacle> in
    group.addTask { server.hasEnded(await run(start, under: workspace.supervisor).ending) }
    let obstacle = await command.obstacle(before: server)
    let trials = obstacle == nil ? await body(scene) : [:]
    group.cancelAll()
    await group.waitForAll()
    return obstacle.map { .failure($0) } ?? .success(trials)
  }
  // Only now is all of its output there.
  let lastLines = files.lastLines
  return result.map { $0.mapValues { $0.with(serverOutput: lastLines) } }
    .mapError { Obstacle($0.reason, lastLines: lastLines) }
}

extension Trial {
  /// What could not be tried with the server is explained by what it said.
  fileprivate func with(serverOutput lines: String?) -> Trial {
    guard case .unjudged(let why, nil) = found else { return self }
    var trial = self
    trial.found = .unjudged(why, lastLines: lines)
    return trial
  }
}

extension ServerCommand {
  /// Waits until the server answers as it should; what is in the way of that, or nil.
  fileprivate func obstacle(before server: RunningServer) async -> Obstacle? {
    let clock = ContinuousClock()
    let deadline = clock.now + timeout
    let request = ready ?? .root
    var last = "nothing"
    while clock.now < deadline, !Task.isCancelled {
      do throws(HTTPError) {
        let limit = min(deadline - clock.now, .seconds(5))
        let response = try await LoopbackRequest(
          request.method, request.path, port: server.port, timeout: limit
        ).response()
        let isReady = ready == nil || response.status < 400
        if isListenedOnByOthers(port: server.port) {
          last = "another program on its port, \(server.port)"
        } else if isReady {
          return nil
        } else {
          last = "\(response.status)"
        }
      } catch .noLibrary {
        return Obstacle(HTTPError.noLibrary.description)
      } catch {
        // Not yet.
      }
      if let ending = server.ending {
        return Obstacle("the server \(spoken(ending)) before it answered; \(advice)")
      }
      // Where it is cancelled, the loop ends.
      try? await Task.sleep(for: .milliseconds(50))
    }
    if Task.isCancelled { return Obstacle("it was interrupted") }
    return Obstacle(
      "the server did not answer `\(request)` within \(spoken(timeout)) (last: \(last)); \(advice)")
  }

  private var advice: String {
    location.file.isEmpty
      ? "name the project's own as `serve:` in gate.yml"
      : "look at its last lines, and at `serve` in \(location.file):\(location.line)"
  }
}
