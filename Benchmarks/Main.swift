import Glibc

/// `bench parity REPO [COUNT]`: see `parity(in:count:)`.
///
/// `bench CHECKOUT FOLDER MEMORY PART [MIGRATIONS]`: prints a table of ratios; exit code 1 where one is over
/// its limit or could not be measured.
///
/// MEMORY is a folder that is on no disk, where there is such. PART is `git`, `merge`, `database`, `monitor`, `server`
/// or `all`. MIGRATIONS is a folder of sql pairs, to be used instead of those that are made.
@main
enum Main {
  static func main() async {
    let arguments = CommandLine.arguments
    if arguments.count >= 3, arguments[1] == "parity" {
      let count = arguments.count > 3 ? Int(arguments[3]) : nil
      exit(parity(in: arguments[2], count: count ?? .max) ? 0 : 1)
    }
    guard (5...6).contains(arguments.count),
      ["git", "merge", "database", "monitor", "server", "all"].contains(arguments[4])
    else {
      fail("usage: bench CHECKOUT FOLDER MEMORY git|merge|database|monitor|server|all [MIGRATIONS]")
    }
    let (checkout, part) = (Checkout(path: arguments[1]), arguments[4])
    do {
      print("| what | median | beside | median | ratio | limit |")
      print("| --- | ---: | --- | ---: | ---: | --- |")
      var isGood = true
      if ["git", "all"].contains(part) {
        isGood = try await tell(gitComparisons(checkout, arguments[2]))
      }
      if ["git", "merge", "all"].contains(part) {
        isGood = try await tell(mergeComparisons(arguments[2])) && isGood
        isGood = try await tell(waveComparisons(checkout, arguments[3])) && isGood
      }
      if ["database", "all"].contains(part) {
        let set = arguments.count == 6 ? try migrationSet(in: arguments[5]) : sampleMigrations(300)
        let database = try await DatabaseBench(checkout, arguments[3], set)
        isGood = try await tell(database.comparisons()) && isGood
        await database.stop()
      }
      if ["monitor", "all"].contains(part) {
        for panes in [50, 200] {
          let figures = try await MonitorBench(in: arguments[3], panes: panes).measure()
          for figure in figures { print(figure.line) }
          fflush(nil)
          isGood = isGood && figures.allSatisfy(\.isWithinLimit)
        }
      }
      if ["server", "all"].contains(part) {
        let server = try await ServerBench(checkout, in: arguments[2])
        let result: Result<[Figure], any Error>
        do { result = .success(try await server.measure()) } catch { result = .failure(error) }
        await server.stop()
        let figures = try result.get()
        for figure in figures { print(figure.line) }
        isGood = isGood && figures.allSatisfy(\.isWithinLimit)
      }
      exit(isGood ? 0 : 1)
    } catch {
      fail("\(error)")
    }
  }

  private static func tell(_ comparisons: [(Comparison, rounds: Int)]) async throws -> Bool {
    var isGood = true
    for (comparison, rounds) in comparisons {
      let result = try await comparison.measure(rounds: rounds)
      print(result.line)
      fflush(nil)
      isGood = isGood && result.isWithinLimit
    }
    return isGood
  }
}

/// Where the programs are that are measured.
struct Checkout {
  var path: String

  var gate: String { path + "/.build/release/gate" }
  /// The Python scripts of peers that are libraries.
  var script: String { path + "/Benchmarks/peers.py" }

  /// A program of the peers' environment.
  func peer(_ name: String) -> String { "\(path)/.build/bench/bin/\(name)" }

  /// Why there is nothing to measure beside; nil where the program is there.
  func obstacle(_ name: String) -> String? {
    unsafe access(peer(name), X_OK) == 0 ? nil : "\(name) is not installed"
  }

  /// The same for a module of Python.
  func obstacle(module name: String) -> String? {
    let result = status(of: [
      peer("python3"), "-c",
      "import importlib.util, sys; sys.exit(importlib.util.find_spec('\(name)') is None)",
    ])
    return result == 0 ? nil : "\(name) is not installed"
  }
}
