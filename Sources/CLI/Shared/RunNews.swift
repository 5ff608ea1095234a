import Dispatch
import FoundationEssentials
import GateModel
import GatePipeline
import GateSuites

/// Tells a server of this repository, where one runs, what happens in this run. Whoever follows the dashboard sees it;
/// the verdict does not depend on it, so what cannot be told is left out.
final class RunNews: Sendable {
  private let client: ServerClient
  private let key: String
  private let run: String
  private let subject: [JSON.Member]
  /// One after the other.
  private let queue = DispatchQueue(label: "gate.news")

  /// Nil where no server runs, or none that this user may tell something.
  ///
  /// - Parameter subject: what is judged: its lane, its wave.
  init?(
    to folder: InstanceFolder, lane: LaneID?, wave: Int?, head: String,
    _ environment: [String: String]
  ) {
    guard let client = try? ServerClient(folder, environment),
      let keys = try? folder.readKeys(), !keys.gate.isEmpty
    else { return nil }
    self.client = client
    key = keys.gate
    run = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    subject = [
      lane.map { JSON.Member("lane", .string($0.description)) },
      wave.map { JSON.Member("wave", .integer($0)) }, JSON.Member("head", .string(head)),
    ].compactMap { $0 }
  }

  /// Tells it without waiting.
  func tell(_ event: RunEvent, on lanes: String? = nil) {
    let combination = lanes.map { JSON.Member("lanes", .string($0)) }
    switch event {
    case .preparing: break
    case .started(let check):
      send("check_started", [JSON.Member("check", .string(check.id.description)), combination])
    case .finished(let outcome):
      send(
        "check_ended",
        [
          JSON.Member("check", .string(outcome.check.id.description)), combination,
          JSON.Member("outcome", .string(outcome.result.name)),
          JSON.Member("seconds", .number(outcome.seconds)),
        ])
    }
  }

  /// Tells that the run begins.
  func begin() { send("run_started", []) }

  /// Tells the verdict, and waits until all is told, for two seconds at most.
  func end(_ report: Report) {
    send(
      "run_ended",
      [
        JSON.Member("verdict", .string(report.verdict.rawValue)),
        JSON.Member("summary", .string(report.summary)),
      ])
    let told = DispatchSemaphore(value: 0)
    queue.async { told.signal() }
    _ = told.wait(timeout: .now() + 2)
  }

  private func send(_ kind: String, _ members: [JSON.Member?]) {
    let payload = [JSON.Member("run", .string(run))] + subject + members.compactMap { $0 }
    let body = JSON.object(["kind": .string(kind), "payload": .object(payload)])
    queue.async { [client, key] in
      // A server that has ended, or does not take it: nothing of the run depends on it.
      try? client.post(
        "/api/events", Array(body.text(isPretty: false).utf8), key: key, within: .seconds(1))
    }
  }
}
