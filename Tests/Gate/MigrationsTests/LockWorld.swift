/// A schema with a bit of everything that a lock can be taken on.
let lockWorld = """
  create table t (id bigint primary key default 0, a int default 0, b varchar(10), n text,
    num numeric(10,2), ts timestamp, j json, constraint nn check (n is not null));
  create index t_a on t (a);
  create index t_b on t (b);
  create unique index t_num on t (num);
  create table u (id bigint primary key, t_id bigint);
  insert into t select i, i, 'b' || i, 'n' || i, i, now(), '{}' from generate_series(1, 100) i;
  insert into u select i, i from generate_series(1, 100) i;
  alter table t add constraint ck check (a > -1) not valid;
  alter table u add constraint fk0 foreign key (t_id) references t not valid;
  create view v as select id, a from t;
  create materialized view mv as select id, a from t;
  create unique index mv_i on mv (id);
  create function f() returns trigger language plpgsql as 'begin return new; end';
  create trigger tg before update on t for each row execute function f();
  create policy pol on t using (true);
  create statistics st on id, a from t;
  create table p (k int, x int) partition by list (k);
  create table p1 partition of p for values in (1);
  create table p2 (k int not null check (k = 2), x int);
  create type e as enum ('a', 'b');
  create domain dm as int;
  create sequence s;
  """

/// What is done to it, one statement a line.
let lockStatements = """
  ALTER TABLE t ADD COLUMN c1 int
  ALTER TABLE t ADD COLUMN c1 int DEFAULT 5
  ALTER TABLE t ADD COLUMN c1 int NOT NULL DEFAULT 5
  ALTER TABLE t ADD COLUMN c1 timestamptz DEFAULT now()
  ALTER TABLE t ADD COLUMN c1 timestamptz DEFAULT clock_timestamp()
  ALTER TABLE t ADD COLUMN c1 uuid DEFAULT gen_random_uuid()
  ALTER TABLE t ADD COLUMN c1 bigserial
  ALTER TABLE t ADD COLUMN c1 bigint GENERATED ALWAYS AS IDENTITY
  ALTER TABLE t ADD COLUMN c1 int GENERATED ALWAYS AS (a*2) STORED
  ALTER TABLE t ADD COLUMN c1 bigint REFERENCES u
  ALTER TABLE t ADD COLUMN c1 int UNIQUE
  ALTER TABLE t ADD COLUMN c1 int CHECK (c1>0)
  ALTER TABLE t ADD COLUMN c1 dm
  ALTER TABLE t DROP COLUMN n
  ALTER TABLE t ALTER COLUMN a SET NOT NULL
  ALTER TABLE t ALTER COLUMN n SET NOT NULL
  ALTER TABLE t ALTER COLUMN id DROP DEFAULT
  ALTER TABLE t ALTER COLUMN a SET DEFAULT 3
  ALTER TABLE t ALTER COLUMN a SET STATISTICS 200
  ALTER TABLE t ALTER COLUMN a TYPE bigint
  ALTER TABLE t ALTER COLUMN b TYPE varchar(20)
  ALTER TABLE t ALTER COLUMN b TYPE text
  ALTER TABLE t ALTER COLUMN b TYPE varchar(5)
  ALTER TABLE t ALTER COLUMN n TYPE varchar(50)
  ALTER TABLE t ALTER COLUMN ts TYPE timestamptz
  ALTER TABLE t ALTER COLUMN num TYPE numeric(12,2)
  ALTER TABLE t ALTER COLUMN num TYPE numeric(12,3)
  ALTER TABLE t ALTER COLUMN j TYPE jsonb USING j::jsonb
  ALTER TABLE t ALTER COLUMN n SET STORAGE external
  ALTER TABLE t RENAME COLUMN n TO n2
  ALTER TABLE t RENAME TO t9
  ALTER TABLE t RENAME CONSTRAINT ck TO ck2
  ALTER TABLE t SET (fillfactor=80)
  ALTER TABLE t SET UNLOGGED
  ALTER TABLE t SET TABLESPACE pg_default
  ALTER TABLE t OWNER TO r1
  ALTER TABLE t ENABLE ROW LEVEL SECURITY
  ALTER TABLE t DISABLE TRIGGER tg
  ALTER TABLE t CLUSTER ON t_a
  ALTER TABLE t REPLICA IDENTITY FULL
  ALTER TABLE t ADD CONSTRAINT x CHECK (a>=0)
  ALTER TABLE t ADD CONSTRAINT x CHECK (a>=0) NOT VALID
  ALTER TABLE t VALIDATE CONSTRAINT ck
  ALTER TABLE t DROP CONSTRAINT ck
  ALTER TABLE u ADD CONSTRAINT x FOREIGN KEY (t_id) REFERENCES t
  ALTER TABLE u ADD CONSTRAINT x FOREIGN KEY (t_id) REFERENCES t NOT VALID
  ALTER TABLE u VALIDATE CONSTRAINT fk0
  ALTER TABLE u DROP CONSTRAINT fk0
  ALTER TABLE t ADD CONSTRAINT x UNIQUE (a)
  ALTER TABLE t ADD CONSTRAINT x UNIQUE USING INDEX t_num
  ALTER TABLE u ADD CONSTRAINT x EXCLUDE USING btree (t_id WITH =)
  CREATE INDEX x ON t(ts)
  CREATE UNIQUE INDEX x ON t(ts,id)
  DROP INDEX t_a
  ALTER INDEX t_a RENAME TO t_a2
  REINDEX INDEX t_a
  REINDEX TABLE t
  CREATE TABLE x(id int)
  CREATE TABLE x(id int, t_id bigint REFERENCES t)
  CREATE TABLE x (LIKE t INCLUDING ALL)
  CREATE TABLE x AS SELECT * FROM t
  CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3)
  ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2)
  ALTER TABLE p DETACH PARTITION p1
  DROP TABLE u
  DROP TABLE t CASCADE
  TRUNCATE u
  CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()
  DROP TRIGGER tg ON t
  CREATE RULE x AS ON DELETE TO t DO INSTEAD NOTHING
  CREATE POLICY x ON t USING (true)
  DROP POLICY pol ON t
  CREATE VIEW x AS SELECT * FROM t
  CREATE OR REPLACE VIEW v AS SELECT id,a FROM t
  DROP VIEW v
  REFRESH MATERIALIZED VIEW mv
  REFRESH MATERIALIZED VIEW CONCURRENTLY mv
  CREATE STATISTICS x ON a,num FROM t
  DROP STATISTICS st
  COMMENT ON TABLE t IS 'x'
  COMMENT ON COLUMN t.a IS 'x'
  GRANT SELECT ON t TO r1
  ALTER TYPE e ADD VALUE 'c'
  ALTER TYPE e RENAME VALUE 'b' TO 'z'
  ALTER DOMAIN dm ADD CONSTRAINT x CHECK (VALUE>0)
  CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$
  ANALYZE t
  CLUSTER t USING t_a
  LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE
  UPDATE t SET a=a+1
  DELETE FROM u
  INSERT INTO t(id) VALUES(99999)
  SELECT * FROM t FOR UPDATE
  """
