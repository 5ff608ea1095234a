import Testing

@testable import PgQuery

@Test(
  "what Postgres refuses inside a transaction is known, and what it takes is not held against a script"
)
func obstacles() throws {
  let cases: [(source: String, obstacles: [String])] = [
    ("CREATE INDEX CONCURRENTLY i ON t (a)", ["0 refused CREATE INDEX CONCURRENTLY"]),
    ("CREATE INDEX i ON t (a); DROP INDEX CONCURRENTLY i", ["1 refused DROP INDEX CONCURRENTLY"]),
    ("DROP INDEX i; DROP TABLE t", []), ("REINDEX TABLE t; REINDEX INDEX i", []),
    ("REINDEX TABLE CONCURRENTLY t", ["0 refused REINDEX CONCURRENTLY"]),
    ("REINDEX (CONCURRENTLY off) TABLE t", []),
    ("REINDEX (CONCURRENTLY) INDEX t", ["0 refused REINDEX CONCURRENTLY"]),
    (
      "REINDEX SCHEMA s; REINDEX DATABASE d; REINDEX SYSTEM d",
      ["0 refused REINDEX SCHEMA", "1 refused REINDEX DATABASE", "2 refused REINDEX SYSTEM"]
    ),
    ("VACUUM t; ANALYZE t; VACUUM FULL", ["0 refused VACUUM", "2 refused VACUUM"]),
    ("CLUSTER; CLUSTER t USING i; CLUSTER t", ["0 refused CLUSTER of all tables"]),
    (
      "CREATE DATABASE d; DROP DATABASE d",
      ["0 refused CREATE DATABASE", "1 refused DROP DATABASE"]
    ),
    ("ALTER DATABASE d SET TABLESPACE x", ["0 refused ALTER DATABASE SET TABLESPACE"]),
    ("ALTER DATABASE d SET work_mem = '1MB'; ALTER DATABASE d OWNER TO x", []),
    (
      "CREATE TABLESPACE x LOCATION '/x'; DROP TABLESPACE x",
      ["0 refused CREATE TABLESPACE", "1 refused DROP TABLESPACE"]
    ),
    ("ALTER SYSTEM SET work_mem = '1MB'", ["0 refused ALTER SYSTEM"]),
    ("DISCARD ALL; DISCARD PLANS", ["0 refused DISCARD ALL"]),
    (
      "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
      ["0 refused ALTER TABLE DETACH PARTITION CONCURRENTLY"]
    ),
    ("ALTER TABLE p DETACH PARTITION q; ALTER TABLE p DETACH PARTITION r FINALIZE", []),
    (
      "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
      ["0 refused CREATE SUBSCRIPTION that makes a slot"]
    ),
    ("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)", []),
    ("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = off)", []),
    (
      "DROP SUBSCRIPTION s; ALTER SUBSCRIPTION s REFRESH PUBLICATION",
      ["0 refused DROP SUBSCRIPTION", "1 refused ALTER SUBSCRIPTION REFRESH"]
    ),
    ("ALTER SUBSCRIPTION s SET PUBLICATION p", ["0 refused ALTER SUBSCRIPTION that refreshes"]),
    ("ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = 0); ALTER SUBSCRIPTION s DISABLE", []),
    ("BEGIN; select 1; COMMIT", ["0 ownTransaction BEGIN", "2 ownTransaction COMMIT"]),
    (
      "START TRANSACTION; ROLLBACK; END",
      ["0 ownTransaction BEGIN", "1 ownTransaction ROLLBACK", "2 ownTransaction COMMIT"]
    ),
    ("SAVEPOINT a; RELEASE a; ROLLBACK TO a", []),
    ("COMMIT PREPARED 'x'", ["0 ownTransaction COMMIT PREPARED"]),
    ("DO $$ BEGIN IF a THEN COMMIT; END IF; END $$", ["0 ownTransaction COMMIT in DO"]),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$", []),
    ("ALTER TYPE e ADD VALUE 'x'", []), ("ALTER TYPE e ADD VALUE 'x'; SELECT 'y'", []),
    ("ALTER TYPE e ADD VALUE 'x'; UPDATE t SET a = 'x'", ["1 newEnumValue 'x' of e"]),
    (
      "ALTER TYPE s.e ADD VALUE 'x'; CREATE TABLE t (a s.e DEFAULT 'x')",
      ["1 newEnumValue 'x' of s.e"]
    ),
    (
      "ALTER TYPE e ADD VALUE 'x'; DO $$ begin update t set a = 'x'; end $$",
      ["1 newEnumValue 'x' of e"]
    ),
    ("CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'x'; SELECT 'x'::e", []),
    ("ALTER TYPE e ADD VALUE 'x'; ALTER TYPE e RENAME VALUE 'x' TO 'y'", []),
    ("ALTER TYPE e RENAME VALUE 'x' TO 'y'; SELECT 'y'", []),
  ]
  for (source, expected) in cases {
    let script = try SQLScript(parsing: source)
    let found = script.obstaclesToTransaction.map { "\($0.statement) \($0.kind) \($0.what)" }
    #expect(found == expected, "\(source)")
    #expect(script.canRunInTransaction == expected.isEmpty)
  }
}

@Test("how a statement is sent where no transaction is around its script")
func sending() throws {
  let cases: [(source: String, sending: Sending)] = [
    ("CREATE INDEX i ON t (a)", .wrapped), ("CREATE INDEX CONCURRENTLY i ON t (a)", .alone),
    ("BEGIN", .control("BEGIN")), ("COMMIT PREPARED 'x'", .control("COMMIT PREPARED")),
    ("CALL p()", .committing), ("DO $$ BEGIN PERFORM f(); END $$", .wrapped),
    ("DO $$ BEGIN CALL p(); END $$", .committing),
    ("DO $$ BEGIN FOR i IN 1..3 LOOP ROLLBACK; END LOOP; END $$", .committing),
    ("DO 'begin execute ''commit''; end'", .committing),
    ("DO $$ BEGIN RAISE NOTICE 'commit'; -- COMMIT;\n END $$", .wrapped),
    ("DO LANGUAGE plpython3u $$ pass $$", .committing),
    ("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$", .wrapped),
  ]
  for (source, expected) in cases {
    let script = try SQLScript(parsing: source)
    #expect(script.statements.map(script.sending(of:)) == [expected], "\(source)")
  }
}

@Test("the first words of statements say whether a text that is not read controls transactions")
func control() {
  let with = [
    "new syntax here; commit", "begin; new syntax; end;",
    "/* a */ start transaction isolation level x",
    "abort;", "a; rollback work;", "prepare transaction 'x'",
    "create function f() begin atomic select case when a then b end; end; commit;",
  ]
  let without = [
    "", "new syntax", "select 'commit; begin'; -- commit;", "rollback to a; rollback work to b",
    "prepare x as select 1", "create function f() begin atomic select 1; select 2; end;",
    "do $$ begin commit; end $$", "update begin set a = 1",
  ]
  for text in with { #expect(SQLScript.controlsTransactions(text), "\(text)") }
  for text in without { #expect(!SQLScript.controlsTransactions(text), "\(text)") }
}
