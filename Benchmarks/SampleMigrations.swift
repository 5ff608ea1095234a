import GateMigrations
import GateModel

/// So many pairs as a project writes them in some years: a quarter makes tables, the others add to them.
func sampleMigrations(_ count: Int) -> MigrationSet {
  var files: [MigrationFile] = []
  for number in 1...count {
    let sample = SampleMigration(number)
    let name = "Migrations/\(padded(number))_\(sample.name)"
    files.append(MigrationFile(path: RepoPath(name + ".up.sql"), text: sample.up))
    files.append(MigrationFile(path: RepoPath(name + ".down.sql"), text: sample.down))
  }
  return MigrationSet(files, settings: sampleSettings)
}

/// Where the migrations are in the world that they are measured in.
let sampleSettings = MigrationSettings(path: RepoPath("Migrations"), format: .sqlPairs)

private func padded(_ number: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

private struct SampleMigration {
  var name: String
  var up: String
  var down: String

  init(_ number: Int) {
    // One of four makes a table; the others are about the one that was made last, or one before it.
    let table = "item_\((number - 1) / 4)"
    let other = "item_\(max(0, (number - 1) / 4 - 1 - number % 7))"
    switch number % 8 {
    case 1, 5: self = .table(table, owner: number > 4 ? other : table)
    case 2: self = .columns(of: table)
    case 3: self = .enumeration(for: table)
    case 4: self = .constraints(on: table, to: other)
    case 6: self = .trigger(on: table)
    case 7: self = .indexes(on: table)
    default: self = .view(of: table, with: other)
    }
  }

  private init(_ name: String, up: String, down: String) {
    (self.name, self.up, self.down) = (name, up + "\n", down + "\n")
  }

  private static func table(_ table: String, owner: String) -> Self {
    Self(
      "create_\(table)",
      up: """
        create table \(table) (
          id bigint generated always as identity primary key,
          owner_id bigint references \(owner) (id) on delete cascade,
          code text not null,
          title text not null default '',
          amount numeric(12, 2) not null default 0,
          state text not null default 'new',
          payload jsonb not null default '{}',
          labels text[] not null default '{}',
          created_at timestamptz not null default now(),
          updated_at timestamptz,
          constraint \(table)_code_key unique (code),
          constraint \(table)_amount_check check (amount >= 0));
        create index \(table)_owner_idx on \(table) (owner_id);
        create index \(table)_open_idx on \(table) (state, created_at desc) where state <> 'done';
        comment on table \(table) is 'What belongs to \(owner)';
        """,
      down: "drop table \(table);")
  }

  private static func columns(of table: String) -> Self {
    Self(
      "extend_\(table)",
      up: """
        alter table \(table)
          add column source varchar(64),
          add column retries integer not null default 3,
          add column valid_until date;
        create index \(table)_source_idx on \(table) (source, valid_until);
        alter table \(table) alter column title drop default;
        """,
      down: """
        alter table \(table) alter column title set default '';
        drop index \(table)_source_idx;
        alter table \(table) drop column source, drop column retries, drop column valid_until;
        """)
  }

  private static func enumeration(for table: String) -> Self {
    Self(
      "level_of_\(table)",
      up: """
        create type \(table)_level as enum ('low', 'middle', 'high');
        alter table \(table) add column level \(table)_level not null default 'middle';
        comment on column \(table).level is 'How soon it is needed';
        """,
      down: """
        alter table \(table) drop column level;
        drop type \(table)_level;
        """)
  }

  private static func constraints(on table: String, to other: String) -> Self {
    Self(
      "link_\(table)",
      up: """
        alter table \(table) add column link_id bigint;
        alter table \(table) add constraint \(table)_link_fkey
          foreign key (link_id) references \(other) (id) not valid;
        alter table \(table) validate constraint \(table)_link_fkey;
        alter table \(table) add constraint \(table)_title_check check (length(title) < 400);
        """,
      down: """
        alter table \(table) drop constraint \(table)_title_check;
        alter table \(table) drop column link_id;
        """)
  }

  private static func trigger(on table: String) -> Self {
    Self(
      "touch_\(table)",
      up: """
        create function touch_\(table)() returns trigger language plpgsql as $$
        begin
          new.updated_at := now();
          if new.state = 'done' and old.state <> 'done' then
            new.payload := new.payload || jsonb_build_object('done_at', now());
          end if;
          return new;
        end
        $$;
        create trigger \(table)_touch before update on \(table)
          for each row execute function touch_\(table)();
        """,
      down: """
        drop trigger \(table)_touch on \(table);
        drop function touch_\(table)();
        """)
  }

  private static func indexes(on table: String) -> Self {
    Self(
      "index_\(table)",
      up: """
        create unique index \(table)_title_idx on \(table) (lower(title), owner_id);
        create index \(table)_payload_idx on \(table) using gin (payload);
        """,
      down: """
        drop index \(table)_payload_idx;
        drop index \(table)_title_idx;
        """)
  }

  private static func view(of table: String, with other: String) -> Self {
    Self(
      "overview_\(table)",
      up: """
        create view \(table)_overview as
          select a.id, a.code, a.state, b.title as owner_title, count(*) over (partition by a.state)
          from \(table) a left join \(other) b on b.id = a.owner_id
          where a.state <> 'done';
        """,
      down: "drop view \(table)_overview;")
  }
}
