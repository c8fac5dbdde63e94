-- The ids of removed endpoints, so that a task of one is told apart from a task with a wrong id. The trigger also covers
-- rows that another table's cascade or plain SQL removes.
create table removed_endpoints (
  endpoint_id uuid primary key,
  removed_at timestamptz not null default now()
);

create index removed_endpoints_removed_at_idx on removed_endpoints (removed_at);

-- Rows are kept for 14 days: 25 attempts of a task take 4 days. A statement deletes up to twice as many expired rows as
-- it adds, so that the table shrinks to what is kept, and no removal pays for many others.
--
-- Dynamic statements, because the session that removes an endpoint may have another search path; security definer,
-- because its role may have no rights on this table.
create function kongflow_record_removed_endpoints() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  added bigint;
begin
  execute format(
    'insert into %I.removed_endpoints (endpoint_id) select id from removed
     on conflict (endpoint_id) do update set removed_at = excluded.removed_at', tg_table_schema);
  get diagnostics added = row_count;
  execute format(
    'delete from %1$I.removed_endpoints where endpoint_id in (
       select endpoint_id from %1$I.removed_endpoints where removed_at < now() - interval ''14 days''
       order by removed_at limit $1 for update skip locked)', tg_table_schema) using 2 * added;
  return null;
end
$$;

-- Or others would attach it to tables of their own.
revoke execute on function kongflow_record_removed_endpoints() from public;

create trigger endpoints_record_removed after delete on endpoints referencing old table as removed
  for each statement execute function kongflow_record_removed_endpoints();
