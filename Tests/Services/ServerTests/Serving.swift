import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The real `gate serve` of a repository with three lanes, ended with the value's `stop`.
final class Serving: Sendable {
  let world: World
  let port: Int
  let process: pid_t
  private let name: String

  /// - Parameters:
  ///   - world: where a server has run before, or another one runs.
  ///   - database: of a server that is there; nil for the server's own.
  ///   - arguments: more of them.
  init(
    _ world: World, name: String = "serve", database: String? = nil, arguments: String = ""
  ) async throws {
    self.world = world
    self.name = name
    let variable = database.map { "DATABASE_URL='\($0)'" } ?? ""
    let log = "../\(name).log"
    let started = try await world.sh(
      "\(variable) setsid gate serve --port 0 \(arguments) > \(log) 2>&1 < /dev/null & echo $!"
    )
    let id = try #require(pid_t(started.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    process = id
    var found: Int?
    for _ in 0..<600 where found == nil {
      try await Task.sleep(for: .milliseconds(50))
      let text = (try? String(contentsOfFile: world.home + "/\(name).log", encoding: .utf8)) ?? ""
      found = text.split(separator: "\n").first { $0.hasPrefix("gate serves on ") }
        .flatMap { $0.split(separator: ":").last.flatMap { Int($0) } }
      if found == nil, kill(id, 0) != 0 { break }
    }
    guard let found else {
      kill(id, SIGKILL)
      let text = (try? String(contentsOfFile: world.home + "/\(name).log", encoding: .utf8)) ?? ""
      throw ServingError(text: "gate serve did not begin: \(text)")
    }
    port = found
  }

  struct ServingError: Error { var text: String }

  /// A world with a plan of three lanes, committed.
  static func world() async throws -> World {
    let world = try World()
    let files = [
      "gate.yml": """
      version: 1
      project: shop
      gatekeeper: D
      agents:
        A: {kind: claude}
        B: {kind: codex}
      """,
      "Lanes/A.yml": "lane: A\ntitle: The shop\nbranch: lane/a\nowns: [/shop/**]\n",
      "Lanes/B.yml": "lane: B\ntitle: The till\nbranch: lane/b\nowns: [/till/**]\n",
      "Lanes/D.yml":
        "lane: D\ntitle: The gate\nbranch: lane/d\nowns: [/gate.yml, /Lanes/**, /Waves/**]\n",
      "Waves/1.yml":
        "wave: 1\ntitle: Opening\nlanes: {A: [shelves], B: [change]}\nmerge: [A, B]\nacceptance:\n  - {name: the till opens, run: 'true'}\n",
    ]
    for (path, text) in files { try world.write(text, to: path) }
    _ = try await world.sh(
      "git init -qb main . && git add -A && git commit -qm 'plan: three lanes'")
    return world
  }

  var log: String {
    // What is not there yet is empty.
    (try? String(contentsOfFile: world.home + "/\(name).log", encoding: .utf8)) ?? ""
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// The keys of lanes, and of the gate.
  func keys() async throws -> (lanes: [String: String], gate: String) {
    let text = try await world.sh("cat ~/.local/state/gate/*/keys.json").output
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let lanes = try #require(json?["lanes"] as? [String: String])
    return (lanes, try #require(json?["gate"] as? String))
  }

  /// What curl says: the body, then the status in a line of its own.
  func curl(_ arguments: String) async throws -> (body: String, status: Int) {
    let answer = try await world.sh("curl -sS -m 20 -w '\\n%{http_code}' \(arguments)")
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
    return (
      lines.dropLast().joined(separator: "\n"), lines.last.flatMap { Int($0) } ?? 0
    )
  }

  func get(_ path: String) async throws -> [String: Any] {
    let (body, _) = try await curl("'\(url)\(path)'")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any], "\(body)")
  }

  /// What a lane's agent reports by the generic hook.
  func report(_ status: String, _ detail: String = "", lane: String) async throws -> Int {
    let key = try #require(try await keys().lanes[lane])
    return try await curl(
      "-H 'Authorization: Bearer \(key)' -d '{\"status\": \"\(status)\", \"detail\": \"\(detail)\"}' \(url)/hooks/generic"
    ).status
  }

  func stop(_ signal: Int32 = SIGINT) async {
    kill(process, signal)
    for _ in 0..<400 where kill(process, 0) == 0 { try? await Task.sleep(for: .milliseconds(25)) }
    // One that does not end is no reason to leave it.
    kill(process, SIGKILL)
  }
}

/// A server for a body, ended with it.
func withServer(_ body: (Serving) async throws -> Void) async throws {
  let serving = try await Serving(Serving.world())
  do {
    try await body(serving)
  } catch {
    await serving.stop()
    throw error
  }
  await serving.stop()
  #expect(!serving.log.contains("error gate:"), "\(serving.log)")
}
