package import GateMigrations
package import GateModel
package import GateSuites
package import Postgres

/// Tries the acceptance criteria of a wave on the files of a workspace; the outcomes are in their order,
/// each with its evidence.
///
/// Criteria that need the server share one, with an empty database of its own: it is started before the
/// first of them and ended after the last, whatever happens. Other queries run on a database in which the
/// migrations have run. A criterion that cannot be tried is broken, never a pass.
///
/// - Parameters:
///   - server: how the project's server is started; nil for this program's own.
///   - suites: the outcomes that answer criteria about suites.
///   - host: nil where there is no Postgres: what needs one is broken.
///   - migrations: those of the state, in order.
package func judge(
  _ criteria: [Criterion], in workspace: Workspace, server: ServerCommand?, suites: [Outcome],
  on host: ScratchHost?, migrations: [Migration] = []
) async -> [Outcome] {
  let probes = Probes(workspace: workspace, suites: suites)
  var trials: [Int: Trial] = [:]
  let numbered = Array(criteria.enumerated())
  let alone = numbered.filter { !$0.element.serve }
  let scene = Scene(
    database: alone.contains { $0.element.isQuery }
      ? await database(on: host, after: migrations) : nil)
  for (index, criterion) in alone {
    trials[index] = await probes.trial(of: criterion, index, scene)
  }
  let served = numbered.filter(\.element.serve)
  if !served.isEmpty {
    let needsDatabase = criteria.needPostgres(server: server)
    let command = server ?? workspace.ownServer
    let database = needsDatabase ? await database(on: host, after: []) : nil
    let start = ContinuousClock.now
    let tried = await serving(command, in: workspace, database) { scene in
      var tried: [Int: Trial] = [:]
      for (index, criterion) in served {
        tried[index] = await probes.trial(of: criterion, index, scene)
      }
      return tried
    }
    for (index, criterion) in served {
      trials[index] =
        switch tried {
        case .success(let tried): tried[index]
        case .failure(let obstacle):
          Trial(
            criterion: criterion, found: .unjudged(obstacle),
            seconds: (ContinuousClock.now - start).seconds)
        }
    }
  }
  return numbered.map { index, criterion in
    let trial =
      trials[index] ?? Trial(criterion: criterion, found: .unjudged(Obstacle("it was not tried")))
    return trial.outcome
  }
}

extension [Criterion] {
  /// Whether any of them needs a database: a query, or the server of those that need one.
  ///
  /// - Parameter server: nil for this program's own, which has one.
  package func needPostgres(server: ServerCommand?) -> Bool {
    let isServerInNeed = server?.needs.contains(.postgres) ?? true
    return contains { $0.isQuery || ($0.serve && isServerInNeed) }
  }
}

extension Criterion {
  fileprivate var isQuery: Bool { if case .sql = probe { true } else { false } }
}

/// A database of one's own in which these migrations have run.
private func database(
  on host: ScratchHost?, after migrations: [Migration]
) async -> Result<ConnectionSettings, Obstacle> {
  guard let host else {
    return .failure(Obstacle("there is no database for it: no Postgres could be started"))
  }
  do {
    let template =
      migrations.isEmpty ? nil : try await PrefixTemplates(host).template(of: migrations).name
    return .success(try await host.database(from: template).settings)
  } catch {
    return .failure(Obstacle("there is no database for it: \(reason(error))"))
  }
}

/// An error in one line.
func reason(_ error: any Error) -> String {
  switch error {
  case let error as PostgresError:
    "\(error.message)\(error.hint.map { "; \($0)" } ?? "")"
  default: "\(error)"
  }
}
