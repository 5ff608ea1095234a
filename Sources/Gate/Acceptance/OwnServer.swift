internal import GateModel
internal import GateSuites
internal import Processes

extension Workspace {
  /// This program's own server, for a project that names none.
  var ownServer: ServerCommand {
    let program = supervisor.file ?? "gate"
    let quoted = "'" + program.replacing("'", with: #"'\''"#) + "'"
    return ServerCommand(run: "exec \(quoted) serve --port ${PORT}", needs: [.postgres])
  }
}
