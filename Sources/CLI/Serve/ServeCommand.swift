import ArgumentParser
import Dispatch
import Monitor
import Server

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `gate serve`: the dashboard and the API.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the dashboard and the API of this repository.",
    discussion: """
      On a Postgres of its own, whose data stay below ~/.local/state/gate, or on that of DATABASE_URL. \
      The schema is brought to the newest version first. It listens on this machine only, unless told \
      otherwise; there is no login. Ctrl-C ends it, after what is under way.

      EXAMPLES
        gate serve
        gate serve --port 7171
        DATABASE_URL=postgres://… gate serve

      EXIT CODES
        0  ended    2  could not begin    64  wrong usage
      """)

  @OptionGroup var place: Place
  @Option(help: "The port. 0 is one that is free.") var port = 7170
  @Option(help: ArgumentHelp("Listen there, and not on loopback.", valueName: "address"))
  var listen = "127.0.0.1"
  @Option(
    help: ArgumentHelp(
      "Believe a change after so many readings that agree, at once with 1. Default: by kind.",
      valueName: "count"))
  var readings: Int?

  @OptionGroup var rules: RuleChoice
  @Option(
    help: ArgumentHelp(
      "The server of tmux that is watched: its name (tmux -L), or the path of its socket.",
      valueName: "name"))
  var tmux = "default"

  func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port is a number up to 65535")
    }
    guard readings.map({ (1...100).contains($0) }) ?? true else {
      throw ValidationError("--readings is a number from 1 to 100")
    }
  }

  func run() throws {
    try answering {
      let address = WebAddress(host: listen, port: port)
      if !address.isLoopback {
        Console.say("note: \(listen) is reached from other machines, and there is no login")
      }
      let instance = Instance(
        address: address, root: place.path, stability: stability, rules: try rules.pack(place),
        tmux: tmux, environment: processEnvironment())
      allowManyFiles()
      // The server has the signals to itself: it lets what is under way end.
      let result = waiting(unless: endsLate) { await outcome { try await instance.run() } }
      try result?.get()
      return 0
    }
  }

  private var stability: Stability {
    switch readings {
    case nil: .standard
    case 1?: .immediate
    case let count?: .standard.readings(count)
    }
  }
}

/// Leaves after twenty seconds whatever is still under way, such as a database that does not answer: a database of
/// our own ends by itself when its parent does.
private func endsLate(_ signal: Int32) -> Bool {
  DispatchQueue.global().asyncAfter(deadline: .now() + 20) {
    Console.say("gate: something does not end; it is left")
    _exit(2)
  }
  return true
}

/// Each reader of the dashboard is an open file, and the usual limit is a thousand.
private func allowManyFiles() {
  var limit = rlimit()
  guard unsafe getrlimit(openFiles, &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  // Where it is refused there are fewer readers.
  _ = unsafe setrlimit(openFiles, &limit)
}

#if canImport(Glibc)
  private let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
  private let openFiles = RLIMIT_NOFILE
#endif
