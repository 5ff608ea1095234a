import Files
import Git
import Processes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts or stops lanes while nobody else does so in the repository. Also git has the lock: where this
/// process is killed, git may go on, and nobody may take that for a start that was cut off.
func whileNoLaneMoves<Answer>(in folder: String, _ body: () throws -> Answer) throws -> Answer {
  let place = try Repository(at: folder).source.commonFolder + "gate"
  _ = try Folder.make(place)
  let lock = try awaited(place + "/lanes.lock")
  lock.inherit()
  return try withExtendedLifetime(lock) { () throws -> Answer in try body() }
}

/// The lock once it is free, for which a minute is long enough.
private func awaited(_ path: String) throws -> FileLock {
  for round in 0..<600 {
    if let lock = try FileLock(path, .exclusive) { return lock }
    if round == 20 { Console.say("waiting for lanes that are being started or stopped") }
    usleep(100_000)
  }
  throw Failure(
    "lanes are being started or stopped in this repository", hint: "run it again when that is done",
    exit: .unjudged)
}
