import GateModel
import Testing

@testable import GateSQLLint

@Test("what looks like a hazard and is none, and what does not look like one and is")
func nearMisses() throws {
  let cases: [(source: String, rules: [String])] = [
    // Made by the script itself, under whatever spelling.
    ("CREATE TABLE t (a bigint); CREATE INDEX i ON public.t (a); DROP TABLE T;", []),
    (
      "CREATE TABLE s.t (a bigint); CREATE INDEX i ON t (a);", ["require-concurrent-index-creation"]
    ),
    ("CREATE TABLE t (a bigint); ALTER TABLE t RENAME TO u; CREATE INDEX i ON u (a);", []),
    ("CREATE TABLE t AS SELECT 1 AS a; CREATE INDEX i ON t (a); DELETE FROM t;", []),
    ("SELECT 1 AS a INTO t; CREATE INDEX i ON t (a);", []),
    (
      "CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE UNIQUE INDEX i ON v (a); REFRESH MATERIALIZED VIEW v;",
      []
    ),
    (
      "CREATE TABLE t (a bigint); ALTER TABLE t ALTER a TYPE text, ALTER a SET NOT NULL, ADD UNIQUE (a);",
      []
    ),
    ("CREATE INDEX i ON t (a); CREATE TABLE t (a bigint);", ["require-concurrent-index-creation"]),
    ("CREATE INDEX CONCURRENTLY i ON t (a);", []), ("DROP VIEW v; CREATE VIEW v AS SELECT 1;", []),
    ("CREATE VIEW v AS SELECT 1; DROP VIEW v;", []),
    ("DROP VIEW v, w; CREATE VIEW v AS SELECT 1;", ["ban-drop-view"]),
    ("DROP FUNCTION f(int); CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql RETURN 1;", []),
    ("DROP TABLE t; CREATE TABLE t (a bigint);", ["ban-drop-table"]),
    ("CREATE TYPE e AS ENUM ('a'); DROP TYPE e;", []), ("DROP TYPE s.e;", ["ban-drop-type"]),
    ("CREATE SCHEMA s; DROP SCHEMA s;", []),
    ("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (a > 0) NOT VALID;", []),
    ("ALTER TABLE t ADD COLUMN a bigint; ALTER TABLE t DROP COLUMN a;", ["combine-alter-table"]),
    // Constraints.
    ("ALTER TABLE t ADD COLUMN a bigint REFERENCES u;", ["foreign-key-without-index"]),
    (
      "ALTER TABLE t ADD COLUMN a bigint DEFAULT 1 REFERENCES u; CREATE INDEX CONCURRENTLY i ON t (a);",
      ["adding-foreign-key-constraint", "prefer-robust-stmts", "split-non-transactional"]
    ),
    ("ALTER TABLE t ADD COLUMN a bigint CHECK (a > 0);", ["constraint-missing-not-valid"]),
    ("CREATE TABLE t (a bigint, b bigint REFERENCES u, PRIMARY KEY (b, a));", []),
    (
      "CREATE TABLE t (a bigint, b bigint REFERENCES u, PRIMARY KEY (a, b));",
      ["foreign-key-without-index"]
    ),
    (
      "CREATE TABLE t (b bigint REFERENCES u); CREATE INDEX i ON t (b) WHERE b > 0;",
      ["foreign-key-without-index"]
    ),
    ("CREATE TABLE t (b bigint, FOREIGN KEY (b) REFERENCES u); CREATE INDEX i ON t (b, a);", []),
    (
      "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c;",
      ["validate-in-same-transaction"]
    ),
    (
      "VACUUM t; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c;",
      ["split-non-transactional"]
    ),
    ("ALTER TABLE t VALIDATE CONSTRAINT c;", []),
    (
      "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL); ALTER TABLE t ALTER a SET NOT NULL;",
      ["combine-alter-table", "constraint-missing-not-valid"]
    ),
    (
      "ALTER TABLE t ADD CONSTRAINT c CHECK (b IS NOT NULL) NOT VALID, ALTER a SET NOT NULL;",
      ["adding-not-nullable-field"]
    ),
    // Columns.
    ("ALTER TABLE t ADD COLUMN a timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP;", []),
    ("ALTER TABLE t ADD COLUMN a timestamptz DEFAULT pg_catalog.now() + interval '1 day';", []),
    (
      "ALTER TABLE t ADD COLUMN a float8 DEFAULT pg_catalog.random();",
      ["adding-field-with-default"]
    ),
    ("ALTER TABLE t ADD COLUMN a bigserial;", ["adding-field-with-default", "prefer-identity"]),
    (
      "ALTER TABLE t ADD COLUMN a bigint NOT NULL GENERATED ALWAYS AS (b) STORED;",
      ["adding-field-with-default"]
    ),
    ("ALTER TABLE t ADD COLUMN a jsonb NOT NULL DEFAULT '{}';", []),
    ("ALTER TYPE pair ADD ATTRIBUTE a int;", []),
    ("ALTER TYPE pair ALTER ATTRIBUTE a TYPE bigint;", ["changing-column-type"]),
    ("ALTER TABLE t ALTER a SET DEFAULT 1;", []),
    ("ALTER TABLE t ALTER a DROP DEFAULT;", ["ban-drop-default"]),
    ("ALTER DOMAIN d DROP DEFAULT;", ["ban-drop-default"]), ("ALTER DOMAIN d SET DEFAULT 1;", []),
    ("ALTER DOMAIN d DROP NOT NULL;", ["ban-drop-not-null"]),
    ("ALTER DOMAIN d DROP CONSTRAINT c;", ["ban-drop-constraint"]),
    ("ALTER DOMAIN d SET NOT NULL;", ["ban-alter-domain-with-add-constraint"]),
    ("CREATE DOMAIN d AS int DEFAULT 3;", []),
    (
      "CREATE TABLE t (a varchar, b numeric(1, 2), c \"char\", d int[], e timestamp(3) with time zone);",
      ["ban-char-field", "prefer-bigint-over-int"]
    ),
    ("ALTER TABLE t ALTER a TYPE varchar(5);", ["changing-column-type", "prefer-text-field"]),
    // Names.
    (
      "ALTER INDEX i RENAME TO j; ALTER TRIGGER a ON t RENAME TO b; ALTER POLICY a ON t RENAME TO b;",
      []
    ),
    ("ALTER TABLE t RENAME CONSTRAINT a TO b;", ["renaming-object"]),
    ("ALTER TYPE e RENAME VALUE 'a' TO 'b';", ["renaming-object"]),
    ("ALTER FUNCTION f() RENAME TO g;", ["renaming-object"]),
    ("ALTER VIEW v RENAME COLUMN a TO b;", ["renaming-column"]),
    ("ALTER TYPE e ADD VALUE 'x' AFTER 'y'; ALTER TYPE e ADD VALUE 'z' AFTER 'x';", []),
    // Transactions.
    ("BEGIN; COMMIT; COMMIT;", ["transaction-nesting", "transaction-nesting"]),
    ("BEGIN; BEGIN; COMMIT;", ["transaction-nesting", "transaction-nesting"]),
    ("BEGIN; ROLLBACK; BEGIN;", ["ban-uncommitted-transaction", "transaction-nesting"]),
    (
      "BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT;",
      ["ban-concurrent-index-creation-in-transaction", "transaction-nesting"]
    ),
    ("BEGIN; VACUUM t; COMMIT;", ["refused-in-transaction", "transaction-nesting"]),
    (
      "BEGIN; ALTER TABLE p DETACH PARTITION q CONCURRENTLY; COMMIT;",
      ["refused-in-transaction", "transaction-nesting"]
    ),
    ("SAVEPOINT a; ROLLBACK TO a;", []), ("VACUUM t; VACUUM u;", []),
    ("VACUUM FULL t;", ["prefer-repack"]), ("ANALYZE t;", []),
    // Data and settings.
    ("UPDATE t SET a = u.a FROM u;", []), ("DELETE FROM t USING u;", []),
    ("WITH x AS (SELECT 1) UPDATE t SET a = 1;", ["missing-where"]),
    ("UPDATE t SET a[1] = 1, a[2] = 2 WHERE b;", []),
    (
      "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1, b = 2;",
      ["ban-duplicate-column-assignments"]
    ),
    (
      "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET a = 1, a = 2;",
      ["ban-duplicate-column-assignments"]
    ),
    ("TRUNCATE t, u; TRUNCATE v CASCADE;", ["ban-truncate", "ban-truncate-cascade"]),
    (
      "SET LOCAL a.b = 1; RESET search_path; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SHOW a.b;",
      []
    ),
    ("SET search_path = a; SELECT 1; RESET search_path;", []), ("SET search_path TO DEFAULT;", []),
    (
      "SELECT set_config('a.b', '', true), pg_catalog.set_config('c', '', 'f'::bool);",
      ["set-without-local"]
    ),
    ("SET lock_timeout = 1; VACUUM t;", []),
    ("CREATE TEMP TABLE t (a int); TRUNCATE t;", ["prefer-bigint-over-int"]),
    ("COPY t FROM STDIN;", []), ("LOCK TABLE t;", []),
  ]
  for (source, rules) in cases {
    #expect(try held(source).map(\.rule).sorted() == rules, "\(source)")
  }
}

@Test("a finding stands at its own line, and says of what it speaks")
func places() throws {
  let source = """
    -- head
    ALTER TABLE shop.orders
      ADD COLUMN a int,
      DROP COLUMN b, -- x
      ALTER COLUMN c
        SET NOT NULL;
    CREATE TABLE t (
      id bigint,
      made timestamp
    );
    """
  let found = try held(source).map { "\($0.line ?? 0) \($0.level) \($0.rule): \($0.message)" }
  #expect(
    found == [
      "4 warning ban-drop-column: running code may still use the column `b`",
      "5 warning adding-not-nullable-field: nobody uses `shop.orders` while every row is read for nulls",
      "3 note prefer-bigint-over-int: `a` of `shop.orders`: an `int` is full at 2147483647",
      "9 note prefer-timestamp-tz: `made` of `t`: a `timestamp` does not say of which time zone",
    ])
}

@Test("bodies are judged where they run: DO always, a function where the script calls it")
func bodies() throws {
  let drop = "AS $$\nBEGIN\n  DROP TABLE orders;\nEND $$"
  let function = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql \(drop);\n"
  let cases: [(source: String, rules: [String])] = [
    ("DO $$\nBEGIN\n  DROP TABLE orders;\nEND $$;", ["3 ban-drop-table"]), (function, []),
    (function + "SELECT f();", ["3 ban-drop-table"]), (function + "SELECT g();", []),
    (function + "SELECT 1 FROM f(); SELECT f(); DROP FUNCTION f();", ["3 ban-drop-table"]),
    ("CREATE PROCEDURE p() LANGUAGE sql AS 'TRUNCATE t';\nCALL p();", ["1 ban-truncate"]),
    (
      "CREATE TABLE t (a bigint);\nDO $$ BEGIN CREATE INDEX i ON t (a); EXECUTE 'DROP TABLE t'; END $$",
      []
    ),
    ("DO $$ BEGIN CREATE TABLE t (a bigint); END $$; CREATE INDEX i ON t (a);", []),
    (
      "DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$",
      ["1 transaction-nesting", "1 missing-where"]
    ),
    ("DO LANGUAGE plperl $$ DROP TABLE t; $$", []),
  ]
  for (source, rules) in cases {
    #expect(try held(source).map { "\($0.line ?? 0) \($0.rule)" } == rules, "\(source)")
  }
}

@Test("names that are cut to the same one are an error")
func truncatedNames() throws {
  let long = String(repeating: "a", count: 63)
  let found = try held("SELECT \(long)b, \(long)b; SELECT \(long)c;")
  #expect(
    found.map { "\($0.rule) \($0.level)" } == [
      "identifier-too-long error", "identifier-too-long warning",
    ])
}
