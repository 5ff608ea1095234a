import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import Postgres

@Test("values go to the server and come back as they were", .timeLimit(.minutes(5)))
func values() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let texts = [
      "", "plain", "it's; drop table x --", "\\x41", "{a,\"b\"}", "日本語 🎉", "a\nb\tc", "$1",
    ]
    for text in texts {
      #expect(try await connection.query("select \(text)::text").scalar == text)
      let array = try await connection.query("select (\(.texts([text, nil, "x"]))::text[])[1]")
      #expect(array.scalar == text)
    }
    let bytes = (0...255).map { UInt8($0) }
    let row = try await connection.query(
      "select \(.bytes(bytes))::bytea as b, null as n, true as t")
    #expect(row[0].bytes("b") == bytes)
    #expect(row[0]["n"] == nil)
    #expect(row[0].bool("t") == true)
    for number in [0, -1, Int.max, Int.min] {
      #expect(try await connection.query("select \(number)::int8 as n")[0].int("n") == number)
    }
    for number in [0.1, -Double.infinity, .greatestFiniteMagnitude] {
      let same = try await connection.query(
        "select \(.double(number))::float8 = \(.double(number))")
      #expect(same.scalar == "t")
    }
    try await connection.query("create table \(identifier: "odd \"name\"; --") (a int)")
    #expect(
      try await connection.query("select count(*) from \"odd \"\"name\"\"; --\"").scalar == "0")
    await #expect(throws: PostgresError.self) { try await connection.query("select \("a\0b")") }
    #expect(try await connection.query("select 1").scalar == "1")
  }
}

@Test("errors and notices have their parts", .timeLimit(.minutes(5)))
func errors() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    do throws(PostgresError) {
      try await connection.query("select 1 from nowhere")
      Issue.record("no error")
    } catch {
      #expect(error.sqlState == .undefinedTable)
      #expect(error.position == 15)
      #expect(error.severity == "ERROR")
      #expect(error.message.contains("nowhere"))
    }
    try await connection.run(script: "create table t (a int constraint positive check (a > 0))")
    do throws(PostgresError) {
      try await connection.query("insert into t values (-1)")
      Issue.record("no error")
    } catch {
      #expect(error.object?.constraint == "positive")
      #expect(error.object?.table == "t")
      #expect(error.detail?.contains("-1") == true)
    }
    _ = await connection.takeNotices()
    try await connection.run(
      script: "do $$ begin raise warning 'careful' using hint = 'look', detail = 'twice'; end $$")
    let notice = try #require(await connection.takeNotices().first)
    #expect(
      [notice.severity, notice.message, notice.hint, notice.detail]
        == ["WARNING", "careful", "look", "twice"])
  }
  let nobody = ConnectionSettings(["host": "/nowhere", "dbname": "x"])
  await #expect(throws: PostgresError.self) { _ = try await Connection.open(nobody) }
  #expect(throws: PostgresError.self) { try ConnectionSettings(parsing: "postgres://[") }
}

@Test("a cancelled task ends its statement, and the connection goes on", .timeLimit(.minutes(5)))
func cancellation() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let task = Task { try await connection.query("select pg_sleep(600)") }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    do {
      _ = try await task.value
      Issue.record("it went on")
    } catch {
      #expect((error as? PostgresError)?.sqlState == .queryCanceled)
    }
    #expect(try await connection.query("select 2").scalar == "2")
  }
}

@Test(
  "waiting servers do not starve other tasks: more blocked statements than cores",
  .timeLimit(.minutes(5)))
func starvation() async throws {
  try await withDatabase { settings in
    // On the shared pool these would take every thread, and the clock would stand still.
    let blocked = 2 * ProcessInfo.processInfo.activeProcessorCount + 2
    let holder = try await Connection.open(settings)
    try await holder.query("select pg_advisory_lock(1)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<blocked {
        group.addTask {
          let connection = try await Connection.open(settings)
          try await connection.query("select pg_advisory_lock(1), pg_advisory_unlock(1)")
        }
      }
      let waiting: SQL = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
      while try await holder.query(waiting).scalar != "\(blocked)" {
        try await Task.sleep(for: .milliseconds(2))
      }
      // Every one of them blocks a thread now, and tasks still run.
      let ticks = await withTaskGroup(of: Int.self) { tasks in
        for number in 0..<100 {
          tasks.addTask {
            await Task.yield(); return number
          }
        }
        return await tasks.reduce(0) { sum, _ in sum + 1 }
      }
      #expect(ticks == 100)
      try await holder.query("select pg_advisory_unlock(1)")
      try await group.waitForAll()
    }
  }
}

@Test("COPY in and out, also when the other side fails", .timeLimit(.minutes(5)))
func copy() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    try await connection.query("create table t (a int, b text)")
    var rows = (1...5000).map { Array("\($0)\ttext \($0)\n".utf8) }.makeIterator()
    #expect(try await connection.copyIn("copy t from stdin") { rows.next() } == 5000)
    var lines: [String] = []
    try await connection.copyOut("copy (select * from t order by a limit 3) to stdout") {
      lines.append(String(decoding: $0, as: UTF8.self))
    }
    #expect(lines == ["1\ttext 1\n", "2\ttext 2\n", "3\ttext 3\n"])
    struct Stop: Error {}
    var count = 0
    await #expect(throws: Stop.self) {
      try await connection.copyIn("copy t from stdin") {
        count += 1
        if count > 10 { throw Stop() }
        return Array("1\tx\n".utf8)
      }
    }
    await #expect(throws: Stop.self) {
      try await connection.copyOut("copy t to stdout") { _ in throw Stop() }
    }
    await #expect(throws: PostgresError.self) {
      var piece: [UInt8]? = Array("no number\tx\n".utf8)
      try await connection.copyIn("copy t from stdin") {
        defer { piece = nil }
        return piece
      }
    }
    await #expect(throws: PostgresError.self) { try await connection.query("copy t from stdin") }
    await #expect(throws: PostgresError.self) {
      try await connection.run(script: "copy t to stdout")
    }
    #expect(try await connection.query("select count(*) from t").scalar == "5000")
  }
}

@Test("LISTEN hears what NOTIFY says, and ends with the connection", .timeLimit(.minutes(5)))
func listening() async throws {
  try await withDatabase { settings in
    let (ears, mouth) = (try await Connection.open(settings), try await Connection.open(settings))
    let stream = try await ears.listen(on: "news; --")
    for number in 1...3 {
      try await mouth.query("select pg_notify('news; --', \("\(number)"))")
    }
    var heard: [String] = []
    for try await notification in stream {
      heard.append(notification.payload)
      if heard.count == 3 { break }
    }
    #expect(heard == ["1", "2", "3"])
    let second = try await ears.listen(on: "news; --")
    let process = await ears.processID
    try await mouth.query("select pg_terminate_backend(\(process))")
    await #expect(throws: PostgresError.self) { for try await _ in second {} }
  }
}

@Test(
  "transactions and the pool: an error rolls back, and a connection comes back clean",
  .timeLimit(.minutes(5)))
func transactions() async throws {
  try await withDatabase { settings in
    let pool = Pool(settings, maximum: 2)
    struct Stop: Error {}
    try await pool.withConnection { try await $0.query("create table t (a int)") }
    for _ in 0..<3 {
      await #expect(throws: Stop.self) {
        try await pool.withConnection { connection in
          try await connection.transaction { connection in
            try await connection.query("insert into t values (1)")
            throw Stop()
          }
        }
      }
      try await pool.withConnection { connection in
        // Left open on purpose.
        try await connection.query("set statement_timeout = 1")
        try await connection.query("begin")
        try await connection.query("insert into t values (2)")
      }
    }
    let count = try await pool.withConnection { try await $0.query("select count(*) from t") }
    let timeout = try await pool.withConnection { try await $0.query("show statement_timeout") }
    #expect((count.scalar, timeout.scalar) == ("0", "0"))
    let use = Use()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { try await use.once(of: pool) } }
      try await group.waitForAll()
    }
    #expect(use.most.withLock { $0 } == 2)
  }
}

/// How many use a pool at the same time.
private final class Use: Sendable {
  private let now = Mutex(0)
  let most = Mutex(0)

  func once(of pool: Pool) async throws {
    try await pool.withConnection { connection in
      let count = now.withLock { now in
        now += 1
        return now
      }
      most.withLock { $0 = max($0, count) }
      try await connection.query("select pg_sleep(0.001)")
      now.withLock { $0 -= 1 }
    }
  }
}

@Test("statements that are sent together end at the first that fails, and the session goes on")
func together() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    try await connection.run(["create table t (a int)", "insert into t values (\(1)), (\(2))"])
    try await connection.run([])
    do {
      // Without a transaction of their own they are one.
      try await connection.run([
        "insert into t values (3)", "select 1/0", "insert into t values (4)",
      ])
      Issue.record("it was run")
    } catch {
      #expect((error as? PostgresError)?.sqlState == "22012")
    }
    #expect(try await connection.query("select sum(a) from t").scalar == "3")
    await #expect(throws: PostgresError.self) {
      try await connection.run(["begin", "insert into t values (5)", "select \("a\0b")"])
    }
    #expect(await !connection.isInTransaction)
    let many = (0..<3_000).map { number -> SQL in "insert into t values (\(number))" }
    let loud = [SQL](repeating: "select repeat('x', 100000)", count: 200)
    try await connection.run(["begin"] + many + loud + ["rollback"])
    #expect(try await connection.query("select count(*) from t").scalar == "2")
    let other = try await Connection.open(settings)
    await #expect(throws: PostgresError.self) {
      try await connection.run(["select pg_terminate_backend(pg_backend_pid())", "select 1"])
    }
    #expect(await !connection.isUsable)
    #expect(try await other.query("select 1").scalar == "1")
  }
}
