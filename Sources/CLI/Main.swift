import ArgumentParser
import GateModel
import Processes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the process begins.
@main
enum Main {
  /// A supervisor blocks signals for its whole process, so it has to start before any thread does.
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "supervise" { exit(supervise(Array(arguments.dropFirst()))) }
    // A reader who has gone is told by the call that writes, not by a signal that ends the process.
    signal(SIGPIPE, SIG_IGN)
    // Whoever started it may not care for the ends of its children; it does.
    signal(SIGCHLD, SIG_DFL)
    refuseClusters(arguments)
    refuseStrangers(arguments)
    forgetServers(arguments)
    Gate.main()
  }

  /// libpq fills in from PG* what a connection does not name, and would reach another server than the one
  /// that was just started, or than DATABASE_URL names. Commands for a server of somebody else's keep
  /// them.
  private static func forgetServers(_ arguments: ArraySlice<String>) {
    let url = environmentAtStart["DATABASE_URL", default: ""]
    let isOwn = arguments.first != "migrate" || arguments.dropFirst().first == "verify"
    var forgotten = environmentAtStart.keys.filter { $0.hasPrefix("PG") }
    if !url.isEmpty {
      forgotten = namesHost(url) ? ["PGSERVICE", "PGHOSTADDR"] : []
    } else if !isOwn {
      return
    }
    // No thread runs yet that could read it meanwhile.
    for name in forgotten { unsafe unsetenv(name) }
  }

  /// Whether a URL, or keywords with values, leave no question which server is meant; without libpq,
  /// which takes its time to load.
  private static func namesHost(_ url: String) -> Bool {
    if url.contains("host=") { return true }
    guard let start = url.firstRange(of: "://")?.upperBound else { return false }
    let authority = url[start...].prefix { $0 != "/" && $0 != "?" }
    return !authority[(authority.lastIndex(of: "@") ?? start)...].drop { $0 == "@" }.isEmpty
  }

  /// A command that there is not, with the one that may be meant.
  private static func refuseStrangers(_ arguments: ArraySlice<String>) {
    let names =
      Gate.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = arguments.first, !word.hasPrefix("-"), !names.contains(word) else { return }
    let advice = nearest(to: word, among: names).map { "; did you mean `\($0)`?" } ?? ""
    Gate.exit(withError: ValidationError("there is no command `\(word)`\(advice)"))
  }

  /// `-dash.txt` would ask for help, because there is an `h` in it, and exit with 0.
  private static func refuseClusters(_ arguments: ArraySlice<String>) {
    for argument in arguments {
      if argument == "--" { return }
      guard argument.count > 2, argument.hasPrefix("-"), !argument.hasPrefix("--"),
        !argument.hasPrefix("-C")
      else { continue }
      let words =
        "there is no option `\(argument)`; a path that begins with a dash goes behind `--`"
      Gate.exit(withError: ValidationError(words))
    }
  }
}
