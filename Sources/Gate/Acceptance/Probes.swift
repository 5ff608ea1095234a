internal import GateModel
internal import GateSuites
internal import HTTP
internal import Postgres
internal import Processes

/// Tries criteria, one after the other.
struct Probes: Sendable {
  let workspace: Workspace
  let suites: [Outcome]

  /// - Parameter number: tells the files of a command from those of others.
  func trial(of criterion: Criterion, _ number: Int, _ scene: Scene) async -> Trial {
    let clock = ContinuousClock()
    let start = clock.now
    var found = await found(criterion.probe, number, scene)
    let isMet = Judgement(of: criterion, found).isMet
    let ending = found.isSilence ? await scene.server?.endingAfterSilence() : scene.server?.ending
    // What a server that is gone did not answer says less than that it is gone.
    if !isMet, let ending {
      found = .unjudged(
        Obstacle(
          "the server \(spoken(ending)) while the criteria were tried; look at its last lines"))
    }
    return Trial(criterion: criterion, found: found, seconds: (clock.now - start).seconds)
  }

  private func found(_ probe: Criterion.Probe, _ number: Int, _ scene: Scene) async -> Found {
    switch probe {
    case .suite(let name): .suite(suites.first { $0.check.id == .suite(name) })
    case .run(let command, _): await ending(of: command, number, scene)
    case .http(let request, _, _, _):
      if let server = scene.server {
        await answer(to: request, of: server)
      } else {
        .unjudged(Obstacle("there is no server for it"))
      }
    case .sql(let query, _):
      switch scene.database {
      case .success(let settings): await answer(to: query, on: settings)
      case .failure(let obstacle): .unjudged(obstacle)
      case nil: .unjudged(Obstacle("there is no database for it"))
      }
    }
  }

  private func ending(of command: String, _ number: Int, _ scene: Scene) async -> Found {
    let files: CommandFiles
    do {
      files = try CommandFiles("acceptance", "\(number)", in: workspace)
    } catch {
      return .unjudged(Obstacle("`\(workspace.out)` cannot be written: \(error)"))
    }
    let ran = await run(
      Command(
        shell: command, folder: workspace.checkout,
        environment: workspace.environment(out: files.out, scene), output: files.output,
        timeout: Limits.command, lock: workspace.lock),
      under: workspace.supervisor)
    return .ending(ran.ending, lastLines: files.lastLines)
  }

  private func answer(to request: RequestLine, of server: RunningServer) async -> Found {
    do throws(HTTPError) {
      return .response(
        try await LoopbackRequest(
          request.method, request.path, port: server.port, timeout: Limits.request
        ).response())
    } catch {
      return .silence(error)
    }
  }

  /// As one statement that can write nothing, and that ends in time.
  private func answer(to query: String, on settings: ConnectionSettings) async -> Found {
    var settings = settings
    settings.keywords["options", default: ""] +=
      " -c statement_timeout=\(Limits.statement) -c lock_timeout=5s"
    do throws(PostgresError) {
      let connection = try await Connection.open(settings)
      try await connection.query("begin read only")
      let rows = try await connection.query(SQL(verbatim: query))
      guard rows.count > 0, !rows.columns.isEmpty else { return .value(.noRow) }
      return .value(rows.scalar.map { .text($0) } ?? .null)
    } catch {
      return .queryError(error)
    }
  }
}

extension Workspace {
  /// The environment of a command in a scene: with the database and the server that it has.
  func environment(out: String, _ scene: Scene) -> [String: String] {
    // What could not be made is told by those who need it.
    let database = scene.server == nil ? nil : try? scene.database?.get()
    var variables = environment(out: out, database: database?.environment)
    if let server = scene.server {
      variables["PORT"] = "\(server.port)"
      variables["GATE_URL"] = "http://localhost:\(server.port)"
    }
    return variables
  }
}

extension Found {
  /// Whether the server may have gone just now.
  fileprivate var isSilence: Bool { if case .silence(.failed) = self { true } else { false } }

  static func unjudged(_ obstacle: Obstacle) -> Found {
    .unjudged(obstacle.reason, lastLines: obstacle.lastLines)
  }
}

extension Judgement {
  var isMet: Bool { if case .met = self { true } else { false } }
}
