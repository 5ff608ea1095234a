internal import FoundationEssentials
internal import Processes

extension ClusterCache {
  /// Makes an empty cluster in a new folder.
  ///
  /// It has one database, `template1`: the other two of initdb's are copies of it, and take twice the
  /// time of everything else to copy.
  func makeEmpty(_ folder: String, in run: RunFolder) async throws {
    let log = run.path + "/initdb.log"
    try await self.run(
      installation.initdb,
      [
        "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync",
        "--wal-segsize=1", "--no-instructions",
      ], in: run.path, log)
    try await shrink(folder, run, log)
  }

  /// Drops the databases that are copies. A server without a socket does it, and takes one order from
  /// each line of its input.
  private func shrink(_ folder: String, _ run: RunFolder, _ log: String) async throws {
    let orders = """
      alter database template0 with is_template false
      drop database template0
      drop database postgres
      """
    try await self.run(
      "/bin/sh",
      [
        "-c", #"printf '%s\n' "$2" | "$0" --single -D "$1" template1"#, installation.postgres,
        folder, orders,
      ], in: run.path, log)
    try await forgetLog(of: folder, run, log: log)
  }

  /// A cluster's log is as long as its making; a new one is one file.
  func forgetLog(of folder: String, _ run: RunFolder, log: String) async throws {
    try await self.run(
      installation.folder + "/pg_resetwal", ["-f", "-D", folder], in: run.path, log)
  }

  private func run(
    _ program: String, _ arguments: [String], in folder: String, _ log: String
  ) async throws {
    let child = try await Child.start(
      Child.Program(
        program, arguments, environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"],
        folder: folder, account: account, log: log))
    let ending = await child.ending()
    guard ending == .exited(0) else {
      // For a person; an empty text where it cannot be read.
      let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw PostgresError("`\(program)` failed (\(ending)): \(oneLine(String(said.suffix(2000))))")
    }
  }
}
