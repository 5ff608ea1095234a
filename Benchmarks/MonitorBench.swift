import GateModel
import Glibc
import Monitor
import Tmux

/// A server of tmux with so many panes, of which each fifth redraws once a second, and what it costs to watch
/// them: in processor time of the server and of this process, beside the same server with a client that asks
/// nothing. The programs in the panes are not counted.
struct MonitorBench {
  private let folder: String
  private let name: String
  private let panes: Int
  private let environment: [String: String]

  /// How long each part is measured; both parts are measured twice, in turns.
  private static let part = Duration.seconds(10)
  /// Panes whose state is changed, to see how soon that is known.
  private static let asking = 8

  init(in parent: String, panes: Int) throws {
    (folder, self.panes) = ("\(parent)/tmux-\(panes)", panes)
    name = "bench-\(getpid())-\(panes)"
    environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "TMUX_TMPDIR": folder, "LC_ALL": "C.UTF-8",
      "HOME": folder,
    ]
    run(["mkdir", "-p", folder], in: parent)
    try makePanes()
  }

  /// Measures, prints nothing, and ends the server.
  func measure() async throws -> [Figure] {
    let server = try server()
    // `kill-server` leaves one with 200 panes running.
    defer { kill(server, SIGKILL) }
    try await Task.sleep(for: .seconds(3))
    var (floor, watched): ([Double], [Double]) = ([], [])
    let jury = Jury()
    for _ in 0..<2 {
      let client = try await ControlClient.open(.name(name), environment)
      floor.append(try await share(of: server))
      await client.close()
      let watch = try watch(jury)
      // Not the first looks, in which each screen is new.
      try await Task.sleep(for: .seconds(3))
      watched.append(try await share(of: server))
      watch.cancel()
      try await watch.value
    }
    let watch = try watch(jury)
    let late = try await delays(jury)
    watch.cancel()
    try await watch.value
    return [
      Figure(
        name: "watching \(panes) panes of tmux (share of a core)", unit: "%",
        value: watched.reduce(0, +) / 2, floor: ("tmux alone", floor.reduce(0, +) / 2),
        limit: panes > 50 ? 3 : 1),
      Figure(
        name: "a dialog among \(panes) panes is known (p95 of \(late.count))", unit: "ms",
        value: late.sorted()[late.count * 95 / 100], floor: nil, limit: 1600),
    ]
  }

  /// The share of a core that server and this process take together, in per cent.
  private func share(of server: pid_t) async throws -> Double {
    let (start, before) = (ContinuousClock.now, processorTime(of: server))
    try await Task.sleep(for: MonitorBench.part)
    return (processorTime(of: server) - before) / (ContinuousClock.now - start) * 100
  }

  private func watch(_ jury: Jury) throws -> Task<Void, any Error> {
    let roster = try (0..<panes).map { number in
      guard let lane = LaneID("L\(number)") else { throw BenchFailure("a lane has no name") }
      return Assignment(lane: lane, kind: .claude, tmux: "L\(number)")
    }
    let source = TmuxSource(
      .name(name), environment: environment, roster: { roster }, rules: try RulePack.shipped(),
      clock: { Jury.now })
    return Task { try await source.watch { report in await jury.take(report) } }
  }

  /// From the moment at which a pane is told to show a dialog until the judge says so, in milliseconds.
  private func delays(_ jury: Jury) async throws -> [Double] {
    var delays: [Double] = []
    let names = (0..<MonitorBench.asking).map { "L\($0)" }
    for _ in 0..<6 {
      for name in names { show("running", in: name) }
      try await jury.wait(until: .running, names)
      for name in names {
        try await Task.sleep(for: .milliseconds(.random(in: 0..<250)))
        await jury.ask(name)
        show("approval", in: name)
      }
      try await jury.wait(until: .waitingApproval, names)
      delays += await jury.answers(names)
    }
    return delays
  }
}

extension MonitorBench {
  private func tmux(_ arguments: [String]) {
    run(
      ["tmux", "-u", "-L", name, "-f", "/dev/null"] + arguments, in: folder,
      environment: environment)
  }

  private func server() throws -> pid_t {
    run(
      ["sh", "-c", "tmux -L \(name) display-message -p '#{pid}' >\(folder)/process"], in: folder,
      environment: environment)
    let text = contents(of: folder + "/process")
    guard let process = pid_t(text.prefix { $0.isNumber }) else {
      throw BenchFailure("tmux does not say which process it is")
    }
    return process
  }

  private func makePanes() throws {
    let rule = String(repeating: "─", count: 40)
    let box = "\n\n\(rule)\n❯ \n\(rule)\n  ? for shortcuts"
    let lines = (0..<12).map { "  line \($0) of what was said before" }.joined(separator: "\n")
    write("\(lines)\n● Done.\(box)", to: folder + "/idle")
    write("\(lines)\n✳ Baking… (3s)\(box)", to: folder + "/running")
    write(
      " Bash command\n\n   swift test\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. No (esc)",
      to: folder + "/approval")
    write(
      "i=0; while :; do printf '\\033[H'; cat \(folder)/running; "
        + "printf '\\033[13;1H✳ Baking… (%ss)' $i; i=$((i+1)); sleep 1; done",
      to: folder + "/redraw")
    write(
      "exec 3<>$1; while read -r name <&3; do printf '\\033[2J\\033[H'; cat \(folder)/$name; done",
      to: folder + "/show")
    var script = "new-session -d -s home -x 120 -y 40 'sleep 1000'\n"
    for number in 0..<panes {
      var command = "cat \(folder)/idle; exec sleep 1000"
      if number % 5 == 4 { command = "exec sh \(folder)/redraw" }
      if number < MonitorBench.asking {
        command = "exec sh \(folder)/show \(folder)/L\(number)"
        run(["mkfifo", "\(folder)/L\(number)"], in: folder)
      }
      script += "new-window -d -t home: -n L\(number) \"\(command)\"\n"
    }
    write(script, to: folder + "/script")
    tmux(["start-server", ";", "source-file", folder + "/script"])
  }

  private func show(_ scene: String, in window: String) {
    run(["sh", "-c", "echo \(scene) 1<>\(folder)/\(window)"], in: folder)
  }
}

/// What was measured and may be so much more than its floor.
struct Figure {
  var name: String
  var unit: String
  var value: Double
  /// What it would be without us.
  var floor: (name: String, value: Double)?
  /// Nil where it is only told.
  var limit: Double?

  private var over: Double { value - (floor?.value ?? 0) }
  var isWithinLimit: Bool { limit.map { over <= $0 } ?? true }

  var line: String {
    let beside = floor.map { "\($0.name) | \(shown($0.value)) \(unit)" } ?? " | "
    let most = limit.map { "at most \(shown($0)) \(unit)\(isWithinLimit ? "" : "  TOO MUCH")" }
    return "| \(name) | \(shown(value)) \(unit) | \(beside) | + \(shown(max(0, over))) \(unit) | "
      + "\(most ?? "") |"
  }
}

struct BenchFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Of this process, and of another that has one thread, in seconds. Source: proc(5), `schedstat`.
private func processorTime(of process: pid_t) -> Duration {
  var usage = rusage()
  unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  func time(_ value: timeval) -> Duration {
    .seconds(value.tv_sec) + .microseconds(value.tv_usec)
  }
  let nanoseconds = Int64(contents(of: "/proc/\(process)/schedstat").prefix { $0.isNumber }) ?? 0
  return time(usage.ru_utime) + time(usage.ru_stime) + .nanoseconds(nanoseconds)
}
