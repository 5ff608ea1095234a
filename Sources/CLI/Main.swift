import ArgumentParser
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
    Gate.main()
  }
}
