import Postgres
import TestSupport
import Testing

@testable import GateMigrations

/// What `lockStatements` leaves out, and statements after which everything is as before.
private let more = """
  select 1
  alter table t add column c1 int; alter table t drop column c1
  alter table t alter column a set default 3; alter table t alter column a set default 0
  alter table t rename column a to a1; alter table t rename column a1 to a
  alter index t_a rename to t_b1; alter index t_b1 rename to t_a
  drop index t_a; create index t_a on t (a)
  drop view v; create view v as select id, a from t
  drop view v; create view v as select id from t
  drop trigger tg on t; create trigger tg before update on t for each row execute function f()
  drop trigger tg on t; create trigger tg before insert on t for each row execute function f()
  comment on table t is 'x'; comment on table t is null
  grant select on t to r1; revoke select on t from r1
  grant select on t to r1, r2; revoke select on t from r1; grant select on t to r1
  grant update (a) on t to r1
  alter schema public rename to other
  create schema other; alter table t set schema other
  alter sequence s owned by t.id
  alter sequence s increment 5
  alter sequence s owned by t.id; alter sequence s owned by none
  select nextval('s')
  alter type e rename to e2
  alter type e rename to e2; alter type e2 rename to e
  alter domain dm set default 5
  create extension citext
  create extension pgcrypto; drop extension pgcrypto
  alter table p1 inherit u
  alter table p add constraint pk primary key (k)
  create function g(e) returns int language sql as 'select 1'
  drop trigger tg on t; drop function f()
  comment on index t_a is 'x'; alter index t_a rename to t_z
  alter index t_a rename to t_z
  alter table t rename constraint ck to ck1
  alter table t drop constraint ck; alter table t add constraint ck1 check (a > -1)
  alter table t rename to t9
  alter table t rename to t9; create table t (i int)
  alter table u rename column t_id to t9_id
  alter function f rename to f9
  alter type dm rename to dm2; alter table t add column c1 dm2
  drop index t_a; create index t_a on t (b)
  drop index t_a; create index t_z on t (a)
  drop index t_a; create index t_a on t (a desc)
  drop index t_a; create index t_a on t (a) include (b)
  drop index t_a; create index t_a on u (t_id)
  drop index t_a; create unique index t_a on t (a) nulls not distinct
  drop index t_b; create index t_b on t (b text_pattern_ops)
  drop index t_b; create index t_b on t (b collate "C")
  drop index t_b; create index t_b on t using hash (b)
  drop index t_b; create index t_b on t (b) where b is not null
  drop index t_b; create index t_b on t (lower(b))
  drop index t_b; create index t_b on t (b) with (fillfactor = 50)
  create index px on only p (k); create index px1 on p1 (k); alter index px attach partition px1
  drop table t cascade; create table t (id bigint)
  drop schema public cascade; create schema public
  create rule r as on insert to u do also nothing
  create aggregate agg (int) (sfunc = int4pl, stype = int)
  create publication pub for table t
  create publication pub for table t; alter publication pub drop table t
  alter default privileges in schema public grant select on tables to r1
  create cast (int as e) without function
  create collation c (locale = 'C')
  create text search configuration ts (copy = english)
  create operator === (leftarg = int, rightarg = int, function = int4eq)
  alter table t alter column b set storage main
  alter table t alter column b set compression pglz
  create event trigger ev on sql_drop execute function g2()
  drop policy pol on t; create policy pol on t for select using (a > 0)
  alter table t add constraint x check (a > 0) not valid; alter table t drop constraint x
  insert into u values (1000, 1); delete from u; analyze u
  update t set b = 'x'
  drop table u; create table u (id bigint primary key, t_id bigint)
  drop table mv
  drop materialized view mv
  alter type e rename value 'a' to 'z'
  alter type e rename value 'b' to 'a'; alter type e rename value 'a' to 'b'
  alter type e add value 'c' before 'b'
  reindex table t
  cluster t using t_a; alter table t set without cluster
  create table schema_version (v int primary key, i serial); comment on table schema_version is 'x'
  """

@Test("what changed since a moment tells the same as both schemas, for every kind of statement")
func delta() async throws {
  try await withHost { host in
    let model = try await host.database()
    do {
      let connection = try await Connection.open(model.settings)
      try await connection.query("create role r1")
      try await connection.query("create role r2")
      try await connection.run(script: lockWorld)
      try await connection.run(
        script: """
          create function g2() returns event_trigger language plpgsql as 'begin end';
          create table moods (mood e default 'a' check (mood <> 'b'));
          create index on moods (mood) where mood > 'a'
          """)
    }
    var (same, different, cheap) = (0, 0, 0)
    var used: [ScratchHost.Database] = []
    var database = try await host.database(from: model.name)
    let (original, copy) = try await SchemaReader.snapshots(model.settings, database.settings)
    #expect(original == copy && original.fingerprint == copy.fingerprint)
    for statement in lockStatements.statementLines + more.statementLines {
      let connection = try await Connection.open(database.settings)
      let reader = try await SchemaReader.open(database.settings)
      let before = try await reader.snapshot()
      let moment = try await reader.moment()
      // Some are there to fail.
      _ = try? await connection.run(script: statement)
      let after = try await reader.snapshot()
      let delta = try await reader.changes(since: moment)
      let followed = try await reader.schema(after: before, since: moment)
      #expect(followed.schema == after, "\(statement)")
      #expect(
        SchemaDifference(from: before, to: followed)
          == SchemaDifference(from: before, to: after), "\(statement)")
      if !SchemaStep(before, delta).mayHideNames { cheap += 1 }
      #expect((before.fingerprint == after.fingerprint) == (before == after))
      #expect(
        SchemaDifference(from: before, to: after).isEmpty == (before == after), "\(statement)")
      if before == after {
        same += 1
      } else {
        different += 1
        used.append(database)
        database = try await host.database(from: model.name)
        // A session that has just ended holds up whoever drops its database.
        if used.count > 5 { try await host.drop(used.removeFirst()) }
      }
    }
    #expect(same > 30 && different > 90 && cheap > 120, "\(same) \(different) \(cheap)")
  }
}
