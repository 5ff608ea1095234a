internal import FoundationEssentials
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The programs of one Postgres on this machine.
package struct Installation: Sendable, Hashable {
  /// The folder with `postgres` and `initdb`, absolute.
  package let folder: String

  /// Looks on PATH, in the folders of Debian's and Homebrew's packages, the newest first, and last asks
  /// `pg_config`.
  ///
  /// - Throws: where there is none, with how to get one.
  package init(environment: [String: String]) throws(PostgresError) {
    let path = environment["PATH", default: ""].split(separator: ":").map { String($0) }
    let packaged =
      newest(in: "/usr/lib/postgresql", prefix: "", suffix: "/bin")
      + ["/opt/homebrew/opt", "/usr/local/opt"].flatMap { folder in
        newest(in: folder, prefix: "postgresql", suffix: "/bin")
      }
    if let found = (path + packaged).lazy.compactMap(installation).first ?? configured(path) {
      folder = found
      return
    }
    throw PostgresError(
      "there is no Postgres server on this machine",
      hint:
        "apt-get install postgresql, or set DATABASE_URL to a server where databases may be made")
  }

  /// Tells this installation from others, and from itself after an update: without starting it, which
  /// takes longer than to start a server from a copy.
  var fingerprint: String {
    var state = stat()
    guard unsafe stat(postgres, &state) == 0 else { return "none" }
    let text = "\(postgres) \(state.st_size) \(state.st_mtim.tv_sec) \(state.st_ino)"
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  var postgres: String { folder + "/postgres" }
  var initdb: String { folder + "/initdb" }
}

/// The folder where the server really is: one on PATH may hold links to only some of its programs.
private func installation(_ folder: String) -> String? {
  guard folder.hasPrefix("/"), let path = unsafe realpath(folder + "/postgres", nil) else {
    return nil
  }
  defer { unsafe free(path) }
  let real = unsafe String(cString: path)
  let home = String(real[..<(real.lastIndex(of: "/") ?? real.startIndex)])
  let isWhole = ["postgres", "initdb", "pg_resetwal"].allSatisfy {
    unsafe access("\(home)/\($0)", X_OK) == 0
  }
  return isWhole ? home : nil
}

/// `folder/PREFIX15/bin`, the highest number first.
private func newest(in folder: String, prefix: String, suffix: String) -> [String] {
  // None where the folder is not there.
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  return names.filter { $0.hasPrefix(prefix) }
    .sorted { version($0) > version($1) }
    .map { "\(folder)/\($0)\(suffix)" }
}

/// `15` of `15` and `postgresql@15`; 0 of a name without a number.
private func version(_ name: String) -> Double {
  Double(name.drop { !$0.isNumber }) ?? 0
}

/// What `pg_config` on PATH says.
private func configured(_ path: [String]) -> String? {
  guard path.contains(where: { unsafe access("\($0)/pg_config", X_OK) == 0 }) else { return nil }
  return firstLine(of: "pg_config --bindir").flatMap(installation)
}
