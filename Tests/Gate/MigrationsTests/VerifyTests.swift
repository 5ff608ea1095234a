import GateModel
import Postgres
import TestSupport
import Testing

@testable import GateMigrations

/// What the migrations of the table are tried on.
private let before = """
  create schema shop;
  create table shop.orders (id bigserial primary key, total int not null default 0,
    note varchar(100), at timestamp, constraint positive check (total >= 0));
  create table shop.lines (id bigint primary key, order_id bigint references shop.orders, n int);
  create index lines_order on shop.lines (order_id);
  create view shop.open as select id, total from shop.orders;
  create function shop.f() returns int language sql as 'select 1';
  comment on column shop.orders.total is 'in cents';
  """

/// A way there and a way back, and what is to be told of them.
private let ways: [(up: String, down: String?)] = [
  ("create table shop.a (i int primary key)", "drop table shop.a"),
  ("create table shop.a (i int primary key)", "drop table if exists shop.b"),
  ("create table shop.a (i int primary key)", nil),
  ("create table shop.a (i int)", "drop table shop.b"),
  ("create table shop.a (i int)", "drop table shop.a;\ndrop table shop.a"),
  ("create tabel shop.a (i int)", "drop table shop.a"),
  ("create table shop.a (i int); insert into shop.a values ('x')", "drop table shop.a"),
  ("create table shop.a (i int); -- ein é; select 'ä';\nselect x", ""),
  ("drop view shop.open; drop table shop.lines", "create table shop.lines (id bigint)"),
  (
    "alter table shop.orders alter total drop default",
    "alter table shop.orders alter total set default 1"
  ),
  (
    "alter table shop.orders alter total drop not null, alter total drop default", "select 1"
  ),
  (
    "alter table shop.orders drop note", "alter table shop.orders add note varchar(50)"
  ),
  (
    "alter table shop.orders drop note", "alter table shop.orders add note varchar(100)"
  ),
  ("drop index shop.lines_order", "create index lines_order_2 on shop.lines (order_id)"),
  (
    "alter table shop.orders drop constraint positive",
    "alter table shop.orders add check (total >= 0)"
  ),
  (
    "alter table shop.lines drop constraint lines_pkey",
    "alter table shop.lines add constraint lines_id_pk primary key (id)"
  ),
  (
    "alter sequence shop.orders_id_seq rename to s",
    "alter sequence shop.s rename to orders_seq"
  ),
  (
    "drop view shop.open; alter table shop.orders drop total",
    "alter table shop.orders add total int not null default 0; create view shop.open as select id, total from shop.orders"
  ),
  (
    "create or replace function shop.f() returns int language sql as 'select 2'",
    "create or replace function shop.f() returns int language sql as 'select  1'"
  ),
  ("create type shop.e as enum ('a')", "drop type shop.e"),
  ("alter table shop.orders add c int", "alter table shop.orders drop column if exists d"),
  ("grant select on shop.orders to pg_monitor", "revoke select on shop.orders from pg_monitor"),
  ("create index concurrently i on shop.orders (total)", "drop index concurrently shop.i"),
  ("begin; create table shop.a (i int); commit", "drop table shop.a"),
  (
    "create schema other; set search_path = other; create table a (i int)",
    "drop schema other cascade"
  ),
  ("update shop.orders set total = 1", ""),
  (
    "drop table shop.lines",
    "create table shop.lines (id bigint primary key, order_id bigint references shop.orders, n int); create index lines_order on shop.lines (order_id)"
  ),
]

@Test("what is told of ways there and back is in Golden/verify.txt")
func verification() async throws {
  let page = try await withHost { host in
    let templates = PrefixTemplates(host)
    let base = try migration("1", "base", before, "drop schema shop cascade")
    var lines: [String] = []
    for (up, down) in ways {
      let migration = try migration("2", "x", up, down)
      let trials = try await Verification(templates).trials(of: [migration], after: [base])
      lines.append("up:   \(up.replacing("\n", with: "⏎"))")
      lines.append("down: \(down?.replacing("\n", with: "⏎") ?? "(none)")")
      let trial = try #require(trials.first)
      lines += trial.findings.map { finding in
        "\(finding.level) \(finding.rule) \(finding.path?.name ?? ""):\(finding.line ?? 0)\n"
          + "  \(finding.message)\n  \(finding.hint ?? "")"
      }
      if trial.isExact { lines.append("exact") }
      if let diff = trial.afterDown?.diff, !diff.isEmpty { lines.append(diff) }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }
  #expect(try golden("Tests/Gate/MigrationsTests/Golden/verify.txt", page) == .same)
}

/// A migration of two texts.
func migration(
  _ version: String, _ name: String, _ up: String, _ down: String?
) throws -> Migration {
  Migration(
    version: try #require(MigrationVersion(version)), name: name,
    up: MigrationText(path: RepoPath("m/\(version)_\(name).up.sql"), text: up),
    down: down.map { MigrationText(path: RepoPath("m/\(version)_\(name).down.sql"), text: $0) })
}

@Test("a way back that does not lead back is held against its own migration alone")
func later() async throws {
  try await withHost { host in
    let templates = PrefixTemplates(host)
    let new = [
      try migration("1", "a", "create table a (i int default 5)", "drop table a"),
      try migration("2", "b", "alter table a alter i drop default", "select 1"),
      try migration("3", "c", "create table c (i int)", "begin; drop table c; commit; select x"),
      try migration("4", "d", "alter table c add j int", "alter table c drop j"),
      try migration("5", "e", "alter table z add j int", "alter table z drop j"),
      try migration("6", "f", "create table f (i int)", "drop table f"),
    ]
    let trials = try await Verification(templates).trials(of: new, after: [])
    #expect(
      trials.map { $0.findings.map(\.rule) } == [
        [], ["migration-down-idle"], ["migration-down-fails"], [], ["migration-up-fails"],
      ])
    await #expect(throws: PrefixFailure.self) { try await templates.template(of: new) }
    let template = try await templates.template(of: Array(new.prefix(4)))
    let schema = try await SchemaReader.open(template.settings).snapshot()
    #expect(schema.objects["table public.c"] != nil)
    #expect(try await templates.template(of: Array(new.prefix(4))) == template)
  }
}

@Test("of many rows not each is asked about, and nothing of what they lock is missed")
func manyRows() async throws {
  let base = try migration(
    "1", "base",
    """
    create table t (i int); create table u (i int);
    create function f() returns trigger language plpgsql as $$
    begin if new.i = 250 then lock table u in access exclusive mode; end if; return new; end $$;
    create trigger g before insert on t for each row execute function f();
    """, nil)
  for count in [251, 450] {
    let rows = (0..<count).map { "insert into t values (\($0));" }.joined(separator: "\n")
    let new = try migration("2", "rows", rows, "delete from t")
    try await withHost { host in
      let trial = try #require(
        try await Verification(PrefixTemplates(host)).trials(of: [new], after: [base]).first)
      #expect(trial.up.statements.count == count)
      let locked = trial.up.statements.flatMap { $0.effect?.locks ?? [] }
      #expect(locked.contains { $0.relation == "public.u" && $0.mode == .accessExclusive })
    }
  }
}
