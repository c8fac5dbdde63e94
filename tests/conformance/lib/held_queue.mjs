// Lets a case look at the queue before a worker runs, and run one attempt at a time, while the real host works.
//
// Triggers of the test's own keep indexEndpoint tasks locked by nobody: each is held when it is put in and again when
// the host gives it back after a failed attempt. A runWorker step releases its case's tasks for one attempt each.
// Nothing of the product changes: to the host a held task is one that another worker has.

const holder = 'conformance-hold';

const install = `
create schema conformance;

create table conformance.attempts (
  id bigserial primary key,
  task_id bigint not null,
  completed boolean not null,
  attempts int not null,
  max_attempts int not null,
  last_error text,
  next_run_after_seconds double precision
);

create function conformance.is_index_task(task_id int) returns boolean language sql stable as
  $$ select identifier = 'indexEndpoint' from graphile_worker._private_tasks where id = task_id $$;

create function conformance.hold() returns trigger language plpgsql as $$
begin
  if not conformance.is_index_task(new.task_id) then return new; end if;
  if tg_op = 'UPDATE' then
    -- Only a host that gives a task back after an attempt; not one that never started it.
    if old.locked_by is null or old.locked_by = '${holder}' or new.locked_by is not null or new.attempts < old.attempts then
      return new;
    end if;
    insert into conformance.attempts (task_id, completed, attempts, max_attempts, last_error, next_run_after_seconds)
      values (new.id, false, new.attempts, new.max_attempts, new.last_error, extract(epoch from new.run_at - now()));
  end if;
  new.locked_by := '${holder}';
  new.locked_at := now();
  return new;
end $$;

create function conformance.note_completion() returns trigger language plpgsql as $$
begin
  if old.locked_by is not null and conformance.is_index_task(old.task_id) then
    insert into conformance.attempts (task_id, completed, attempts, max_attempts)
      values (old.id, true, old.attempts, old.max_attempts);
  end if;
  return old;
end $$;

create trigger conformance_hold before insert or update on graphile_worker._private_jobs
  for each row execute function conformance.hold();
create trigger conformance_note_completion after delete on graphile_worker._private_jobs
  for each row execute function conformance.note_completion();
`;

const uninstall = `
drop trigger if exists conformance_hold on graphile_worker._private_jobs;
drop trigger if exists conformance_note_completion on graphile_worker._private_jobs;
drop schema if exists conformance cascade;
`;

export class HeldQueue {
  constructor(database) {
    this.database = database;
  }

  /** An earlier run that was killed may have left the triggers. */
  async install() {
    await this.uninstall();
    await this.database.rows(install);
  }

  uninstall() {
    return this.database.rows(uninstall);
  }

  /** Of these tasks the ones that have attempts left. */
  async runnable(taskIds) {
    const sql =
      'select id from graphile_worker._private_jobs where id = any($1) and attempts < max_attempts and locked_by = $2 order by id';
    return (await this.database.rows(sql, [taskIds, holder])).map(({ id }) => id);
  }

  /** Due now, for one attempt each. Returns a mark for attemptsSince(). */
  async release(taskIds) {
    const mark = (await this.database.value('select max(id) from conformance.attempts')) ?? 0;
    await this.database.rows(
      'update graphile_worker._private_jobs set locked_by = null, locked_at = null, run_at = now() where id = any($1) and locked_by = $2',
      [taskIds, holder],
    );
    await this.database.rows('select pg_notify(\'jobs:insert\', \'{"r":"conformance","count":1}\')');
    return mark;
  }

  async attemptsSince(mark, taskIds) {
    return this.database.rows(
      'select * from conformance.attempts where id > $1 and task_id = any($2) order by task_id',
      [mark, taskIds],
    );
  }
}

export { holder };
