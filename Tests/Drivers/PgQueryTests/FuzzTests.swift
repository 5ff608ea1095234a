import TestSupport
import Testing

@testable import PgQuery

@Test("fuzz: any bytes are a script or an error, and places stay inside the text")
func fuzzScripts() {
  let seeds = [
    "CREATE TABLE a (id bigint PRIMARY KEY, b text DEFAULT 'x' CHECK (b <> ''), c int[]);\n-- é\n",
    "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (e) NOT VALID; /* x /* y */ */ VACUUM;",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; RETURN NEW; END $$;",
    "DO $x$ DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP EXECUTE 'DROP TABLE t'; END LOOP; END $x$;",
    "select case when a and b or not c then E'\\n' else U&'\\0041' end from x join y using (z) union select 1;",
    "ALTER TYPE e ADD VALUE 'x' BEFORE 'y'; update t set a = 'x' where b between 1 and 2;\u{FEFF}",
    "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); COPY t FROM STDIN; BEGIN; COMMIT;",
    "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); SELECT 2; END; CALL p();",
  ]
  let words = [
    "'", "\"", "$$", "$a$", "--", "/*", "*/", ";", "(", ")", "[", "]", "\\", "E'", " and ", " or ",
    ",",
    " union select ", " case when ", " end ", ".", "::", "\0", "\u{FEFF}", "\r\n", " then ",
    " is null ",
    " IF ", " LOOP ", " BEGIN ", " DECLARE ", "<<", ":=", " not ", "+1", " INTO ", "\u{301}",
  ]
  let failures = Fuzz(seeds: seeds.map { Array($0.utf8) }, words: words).failures(ofBytes: {
    bytes in
    do throws(SQLSyntaxError) {
      let script = try SQLScript(parsing: bytes)
      var end = 0
      for statement in script.statements {
        guard statement.range.lowerBound >= end, statement.range.upperBound <= bytes.count,
          !statement.range.isEmpty, !statement.kind.isEmpty, statement.line > 0
        else { return "statement at \(statement.range) behind \(end)" }
        end = statement.range.upperBound
        _ = (statement.meaning, script.bodies(of: statement))
      }
      _ = script.obstaclesToTransaction
    } catch {
      guard (0...bytes.count).contains(error.offset), error.line > 0, error.column > 0 else {
        return "\(error)"
      }
    }
    return nil
  })
  #expect(failures.isEmpty, "\(failures)")
}

@Test("fuzz: a statement alone is the statement in its script")
func fuzzStatements() {
  let seeds = [
    "select 1; /* a */ drop table x; -- b\n alter table y add z int -- c\n;",
    "select 'a;b'; ;select $$;$$",
  ]
  let failures = Fuzz(seeds: seeds, words: ["--", "/*", "*/", ";", "'", "$$", "\n"]).failures {
    (text: String) -> String? in
    guard let script = try? SQLScript(parsing: text) else { return nil }
    for statement in script.statements {
      guard let alone = try? SQLScript(parsing: statement.text), alone.statements.count == 1,
        alone.statements[0].text == statement.text, alone.statements[0].meaning == statement.meaning
      else { return statement.text }
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
