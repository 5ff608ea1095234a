import FoundationEssentials
import GateModel
import HTTP

/// What a server of this repository, where one runs, says of the agents. The judgement waits a moment for it and does
/// not depend on its answer.
struct AgentsAtWork {
  /// Nil where no server runs, or none that says it.
  var states: [AgentState]?
  /// For the report, where a server runs and does not say it.
  var remarks: [String] = []

  /// Asks, where there is somebody to ask.
  init(_ folder: @autoclosure () -> InstanceFolder, _ environment: [String: String]) {
    do {
      guard let client = try ServerClient(folder(), environment) else { return }
      states = try client.agentStates(within: .milliseconds(300))
    } catch {
      // Why it does not is the server's matter, and not the change's.
      remarks = ["The server did not say what the agents do: `gate agents` asks it again."]
    }
  }
}

extension ServerClient {
  /// What the agents of lanes do; throws where the server does not watch them.
  fileprivate func agentStates(within time: Duration) throws -> [AgentState] {
    let request = LoopbackRequest("GET", "/api/agent-status", port: port, timeout: time)
    let response = try request.blockingResponse()
    let json = try JSONDecoder().decode(JSON.self, from: Data(response.body))
    guard json["monitored"] == .bool(true), let agents = json["agents"]?.array else {
      throw Failure("the server watches no agent", exit: .unjudged)
    }
    return agents.compactMap { agent in
      guard let lane = agent["lane"]?.string.flatMap({ LaneID($0) }),
        let status = agent["status"]?.string, let since = agent["since"]?.string
      else { return nil }
      return AgentState(lane: lane, status: status, detail: agent["detail"]?.string, since: since)
    }
  }
}
