// Written by a test from Migrations/, with RECORD=1.

/// The schema of an instance: the files of this project's Migrations/, by name.
package let instanceMigrations: [(name: String, text: String)] = [
  (
    "001_initial.down.sql",
    #"""
    drop table event;
    drop table lane;
    """#
  ),
  (
    "001_initial.up.sql",
    #"""
    -- What every service of an instance refers to: the lanes of its project.
    create table lane (
      id text primary key check (id ~ '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$'),
      title text not null default '',
      priority text,
      branch text,
      first_seen timestamptz not null default now());

    comment on table lane is 'A lane of the plan, as gate serve saw it last.';

    -- Services tell the dashboard of a change by NOTIFY; this is what they say, for whoever was not listening.
    create table event (
      id bigint generated always as identity primary key,
      kind text not null,
      lane text references lane (id) on delete cascade,
      payload jsonb not null default '{}',
      happened_at timestamptz not null default now());

    create index event_kind_happened_at on event (kind, happened_at);
    create index event_lane on event (lane);
    """#
  ),
]
