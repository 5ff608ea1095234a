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
  (
    "002_agents.down.sql",
    #"""
    drop trigger event_told on event;
    drop function event_told();
    drop trigger event_in_order on event;
    drop function event_in_order();
    drop table agent_status;
    drop table agent_status_history;
    drop table agent;

    """#
  ),
  (
    "002_agents.up.sql",
    #"""
    -- Agents, what each is doing, and every change of it.
    create table agent (
      id text primary key check (id ~ '^[!-~]{1,128}$'),
      lane text references lane (id) on delete set null,
      kind text not null,
      source text not null,
      locator jsonb not null default '{}',
      first_seen timestamptz not null);

    create index agent_lane on agent (lane);
    comment on table agent is 'A program that works, in a lane or beside them, as the monitor found it.';

    create table agent_status_history (
      id bigint primary key,
      agent text not null references agent (id) on delete cascade,
      number bigint not null check (number > 0),
      from_status text not null,
      status text not null check (status in
        ('unknown', 'starting', 'running', 'waiting_approval', 'waiting_input', 'idle', 'done', 'error', 'dead')),
      substate text,
      detail text,
      background_tasks integer not null default 0,
      since timestamptz not null,
      believed_at timestamptz not null,
      tier text,
      rule text,
      rules_version text not null,
      evidence jsonb,
      unique (agent, number));

    create index agent_status_history_agent on agent_status_history (agent, id);
    create index agent_status_history_believed_at on agent_status_history (believed_at);
    comment on table agent_status_history is 'Every change of a status, with what decided. It is never edited.';
    comment on column agent_status_history.id is 'That of its event, which a stream of events resumes by.';
    comment on column agent_status_history.number is 'From 1 for each agent: a change is written once, by one monitor.';

    create table agent_status (
      agent text primary key references agent (id) on delete cascade,
      history bigint not null references agent_status_history (id),
      status text not null,
      since timestamptz not null,
      substate text,
      detail text,
      background_tasks integer not null default 0,
      stalled boolean not null default false,
      acknowledged_by text,
      acknowledged_at timestamptz);

    create index agent_status_history_id on agent_status (history);
    comment on table agent_status is 'What each agent is doing now; written in one transaction with its history.';

    -- Ids of events are given out before their transactions end. Whoever reads up to the last id would miss one that ends
    -- later with a smaller id, so events are written one transaction after the other.
    create function event_in_order() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(7170, 1);
      return null;
    end $$;

    create trigger event_in_order before insert on event
      for each statement execute function event_in_order();

    -- A note says only how far to read: it may be lost, and holds 8000 bytes.
    create function event_told() returns trigger language plpgsql as $$
    begin
      perform pg_notify('event', new.id::text);
      return null;
    end $$;

    create trigger event_told after insert on event
      for each row execute function event_told();

    """#
  ),
]
