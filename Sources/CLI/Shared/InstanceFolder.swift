import Files
import FoundationEssentials
import GateModel
import Git
import Monitor
import Processes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where `gate serve` keeps what is a repository's: its database, the keys of its lanes, the address of the server
/// that runs. One for all worktrees of a repository; only its user enters it.
struct InstanceFolder {
  /// Absolute, and short enough for a socket.
  let path: String

  /// The folder of the repository around a path, or of that folder itself where there is no repository. It need not
  /// be there.
  init(around place: String, environment: [String: String]) {
    // What is no repository has a place of its own.
    let common = (try? Repository(at: place))?.source.commonFolder
    self.init(of: common ?? projectRoot(above: place) ?? place, environment: environment)
  }

  /// - Parameter folder: that which all worktrees of the repository share.
  init(of folder: String, environment: [String: String]) {
    let home =
      environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(environment["HOME"] ?? "")/.local/state"
    path = "\(home)/gate/\(String(digest(of: [folder]), radix: 16))"
  }

  /// Makes it. Nobody else reads in it; a database that runs as another user, as root's does, has to get through.
  func make() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard unsafe chmod(path, geteuid() == 0 ? 0o711 : 0o700) == 0 else {
      throw Failure("`\(path)` cannot be made one's own", exit: .unjudged)
    }
  }

  // Keys.

  private var keysPath: String { path + "/keys.json" }

  /// The keys of these lanes and of the gate; those that have none get one. A key says in whose name a report comes,
  /// to whoever can read this user's files.
  func keys(for lanes: [LaneID]) throws -> InstanceKeys {
    var keys = try readKeys()
    if !keys.gate.isEmpty, lanes.allSatisfy({ keys.lanes[$0] != nil }) { return keys }
    if keys.gate.isEmpty { keys.gate = randomKey() }
    for lane in lanes where keys.lanes[lane] == nil { keys.lanes[lane] = randomKey() }
    try WholeFile.replace(keysPath, bytes: Array((keys.json.text() + "\n").utf8), mode: 0o600)
    return keys
  }

  /// None where no server has run yet.
  func readKeys() throws -> InstanceKeys {
    guard FileManager.default.fileExists(atPath: keysPath) else { return InstanceKeys() }
    return InstanceKeys(try JSONDecoder().decode(JSON.self, from: Data(bytes(ofFile: keysPath))))
  }

  private func randomKey() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  // The server that runs.

  private var serverPath: String { path + "/server.json" }

  /// Where a server of this repository answers, as far as is known: it may have ended since.
  func server() -> RunningServer? {
    // Most commands run where none was ever started.
    guard let data = FileManager.default.contents(atPath: serverPath),
      let json = try? JSONDecoder().decode(JSON.self, from: data), let url = json["url"]?.string,
      let port = json["port"]?.integer.flatMap({ UInt16(exactly: $0) }),
      let process = json["process"]?.integer.flatMap({ pid_t(exactly: $0) }),
      let start = json["start"]?.string.flatMap({ UInt64($0) }),
      // Not another one that has got the number since: it would be told a key.
      ProcessIdentity(id: process, start: start).isRunning
    else { return nil }
    return RunningServer(url: url, port: port, process: process)
  }

  func note(_ url: String, port: Int) throws {
    let json = JSON.object([
      "url": .string(url), "port": .integer(port), "process": .integer(Int(getpid())),
      "start": .string("\(ProcessIdentity.own.start)"),
    ])
    try WholeFile.replace(serverPath, bytes: Array((json.text() + "\n").utf8), mode: 0o600)
  }

  /// Where it is this process that is noted: another server may run on the same database.
  func forgetServer() {
    guard let data = FileManager.default.contents(atPath: serverPath),
      let json = try? JSONDecoder().decode(JSON.self, from: data),
      json["process"]?.integer == Int(getpid())
    else { return }
    _ = unsafe unlink(serverPath)
  }
}

/// In whose name something is told to a server.
struct InstanceKeys {
  /// Of the gate's own runs; empty where there is none yet.
  var gate = ""
  var lanes: [LaneID: String] = [:]

  init() {}

  init(_ json: JSON) {
    gate = json["gate"]?.string ?? ""
    let pairs = (json["lanes"]?.members ?? []).compactMap { member in
      LaneID(member.name).flatMap { lane in member.value.string.map { (lane, $0) } }
    }
    lanes = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  var json: JSON {
    let lanes = lanes.sorted { $0.key < $1.key }
      .map { JSON.Member($0.key.description, .string($0.value)) }
    return .object(["gate": .string(gate), "lanes": .object(lanes)])
  }
}

/// A server of this repository on this machine.
struct RunningServer {
  var url: String
  var port: UInt16
  var process: pid_t
}
