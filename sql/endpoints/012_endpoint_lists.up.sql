-- What the console's list of endpoints is sorted and filtered by, so that a page of it is read from an index however many
-- endpoints there are. Triggers keep both tables current, whichever program or version writes the others; 013 fills them.
-- endpoint_listings changes with the registration, endpoint_states with every run: apart, a run updates few indexes.

-- Sort keys: lower case, the first 200 characters, which always fit into an index.
create table endpoint_listings (
  endpoint_id uuid primary key references endpoints (id) on delete cascade,
  slug text collate "C" not null,
  url text collate "C" not null,
  project text collate "C" not null, -- slug
  environment text collate "C" not null, -- slug
  search text not null -- slug, URL, project and environment in lower case, a line feed before each
);

create index endpoint_listings_slug_idx on endpoint_listings (slug, endpoint_id);
create index endpoint_listings_url_idx on endpoint_listings (url, endpoint_id);
create index endpoint_listings_project_idx on endpoint_listings (project, endpoint_id);
create index endpoint_listings_environment_idx on endpoint_listings (environment, endpoint_id);

create table endpoint_states (
  endpoint_id uuid primary key references endpoints (id) on delete cascade,
  run_id uuid, -- the newest run; NULL: never run
  run_created_at timestamptz,
  status text collate "C" not null default 'NEVER_INDEXED', -- of that run
  error text, -- of that run, in lower case after a line feed
  indexed_at timestamptz not null default timestamptz 'epoch' -- when the newest index was made; epoch: never
);

create index endpoint_states_status_idx on endpoint_states (status, endpoint_id);
create index endpoint_states_indexed_at_idx on endpoint_states (indexed_at, endpoint_id);

-- Without pg_trgm, which the database's owner may have to create first, a filter that matches few endpoints reads all.
do $$
declare
  extension_schema text;
begin
  create extension if not exists pg_trgm;
  select quote_ident(nspname) into strict extension_schema
  from pg_extension join pg_namespace space on space.oid = extnamespace where extname = 'pg_trgm';
  execute format('create index endpoint_listings_search_idx on endpoint_listings using gin (search %s.gin_trgm_ops)',
    extension_schema);
  execute format('create index endpoint_states_error_idx on endpoint_states using gin (error %s.gin_trgm_ops)'
    ' where error is not null', extension_schema);
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise warning 'pg_trgm cannot be used (%): the console finds endpoints more slowly. sql/README.md says how to add it.',
    sqlerrm;
end $$;

-- Functions that may take arguments of several types are named with their schema, and arguments have the exact type of
-- the built-in function: nobody can put a function of their own in its place.

-- Sets of one row: PostgreSQL merges such functions into the statements that call them.

create function kongflow_endpoint_listing(endpoint endpoints) returns setof endpoint_listings
  language sql stable rows 1 as $$
  select endpoint.id, lower(left(endpoint.slug::text, 200)), lower(left(endpoint.url, 200)),
    lower(left(project.slug::text, 200)), lower(left(environment.slug::text, 200)),
    lower(pg_catalog.concat(
      E'\n', endpoint.slug, E'\n', endpoint.url, E'\n', project.slug, E'\n', environment.slug))
  from projects project, runtime_environments environment
  where project.id = endpoint.project_id and environment.id = endpoint.environment_id
$$;

create function kongflow_searchable_error(error text) returns text
  language sql immutable as $$
  select E'\n' || lower(left(error, 1000))
$$;

-- A listing is locked before what it is made of is read: each transaction reads what those before it have committed.

create function kongflow_list_endpoint() returns trigger
  language plpgsql security definer as $$
begin
  if tg_op = 'UPDATE' then
    if old.slug::text = new.slug::text and old.url = new.url and old.project_id = new.project_id
        and old.environment_id = new.environment_id then
      return null;
    end if;
    perform from endpoint_listings where endpoint_id = new.id for update;
  end if;
  insert into endpoint_listings select listing.* from kongflow_endpoint_listing(new) listing
  on conflict (endpoint_id) do update set slug = excluded.slug, url = excluded.url, project = excluded.project,
    environment = excluded.environment, search = excluded.search;
  if tg_op = 'INSERT' then
    insert into endpoint_states (endpoint_id) values (new.id) on conflict (endpoint_id) do nothing;
  end if;
  return null;
end
$$;

create function kongflow_list_renamed() returns trigger
  language plpgsql security definer as $$
declare
  renamed uuid[];
begin
  select pg_catalog.array_agg(id) into renamed from endpoints where project_id = new.id or environment_id = new.id;
  perform from endpoint_listings where endpoint_id = any(renamed) order by endpoint_id for update;
  update endpoint_listings listing
  set slug = fresh.slug, url = fresh.url, project = fresh.project, environment = fresh.environment,
    search = fresh.search
  from endpoints endpoint cross join lateral kongflow_endpoint_listing(endpoint) fresh
  where endpoint.id = any(renamed) and listing.endpoint_id = endpoint.id;
  return null;
end
$$;

-- Events of other transactions on the same endpoint wait at its state and then change only their own columns.
-- endpoint_id and created_at of runs and indexes never change.

create function kongflow_note_run() returns trigger
  language plpgsql security definer as $$
begin
  insert into endpoint_states as state (endpoint_id, run_id, run_created_at, status, error)
  values (new.endpoint_id, new.id, new.created_at, new.status, kongflow_searchable_error(new.error))
  on conflict (endpoint_id) do update
  set run_id = excluded.run_id, run_created_at = excluded.run_created_at, status = excluded.status,
    error = excluded.error
  where state.run_id is null
    or (state.run_created_at, state.run_id) <= (excluded.run_created_at, excluded.run_id);
  return null;
end
$$;

create function kongflow_note_index() returns trigger
  language plpgsql security definer as $$
begin
  insert into endpoint_states as state (endpoint_id, indexed_at) values (new.endpoint_id, new.created_at)
  on conflict (endpoint_id) do update set indexed_at = excluded.indexed_at
  where state.indexed_at < excluded.indexed_at;
  return null;
end
$$;

create function kongflow_endpoint_state(wanted uuid) returns setof endpoint_states
  language sql stable rows 1 as $$
  select wanted, run.id, run.created_at, coalesce(run.status::text, 'NEVER_INDEXED'), kongflow_searchable_error(run.error),
    coalesce((select max(created_at) from endpoint_indexes where endpoint_id = wanted), timestamptz 'epoch')
  from (select) one_row
  left join lateral (
    select * from endpoint_index_runs where endpoint_id = wanted order by created_at desc, id desc limit 1
  ) run on true
$$;

-- The newest run or index of these endpoints may be gone. Their states are locked first: what is read afterwards
-- includes all that other transactions wrote before.
create function kongflow_refresh_endpoint_states(endpoint_ids uuid[]) returns void
  language plpgsql security definer as $$
begin
  perform from endpoint_states where endpoint_id = any(endpoint_ids) order by endpoint_id for update;
  update endpoint_states state
  set run_id = fresh.run_id, run_created_at = fresh.run_created_at, status = fresh.status, error = fresh.error,
    indexed_at = fresh.indexed_at
  from pg_catalog.unnest(endpoint_ids) as refreshed (id) cross join lateral kongflow_endpoint_state(refreshed.id) fresh
  where state.endpoint_id = refreshed.id;
end
$$;

create function kongflow_note_removed() returns trigger
  language plpgsql security definer as $$
begin
  perform kongflow_refresh_endpoint_states((select pg_catalog.array_agg(distinct endpoint_id) from removed));
  return null;
end
$$;

create function kongflow_note_truncated() returns trigger
  language plpgsql security definer as $$
begin
  if tg_table_name = 'endpoint_indexes' then
    update endpoint_states set indexed_at = timestamptz 'epoch' where indexed_at > timestamptz 'epoch';
  else
    update endpoint_states set run_id = null, run_created_at = null, status = 'NEVER_INDEXED', error = null
    where run_id is not null;
  end if;
  return null;
end
$$;

-- The sessions that fire these may have another search path, and their roles no rights on the two tables. Nobody else
-- may call them, or attach them to tables of their own.
do $$
declare
  name text;
begin
  foreach name in array array['kongflow_list_endpoint()', 'kongflow_list_renamed()', 'kongflow_note_run()',
    'kongflow_note_index()', 'kongflow_refresh_endpoint_states(uuid[])', 'kongflow_note_removed()',
    'kongflow_note_truncated()']
  loop
    execute format('alter function %s set search_path = %I, pg_temp', name, current_schema());
    execute format('revoke execute on function %s from public', name);
  end loop;
end $$;

create trigger endpoints_list after insert or update of slug, url, project_id, environment_id on endpoints
  for each row execute function kongflow_list_endpoint();
create trigger projects_list_renamed after update of slug on projects
  for each row when (old.slug <> new.slug) execute function kongflow_list_renamed();
create trigger runtime_environments_list_renamed after update of slug on runtime_environments
  for each row when (old.slug <> new.slug) execute function kongflow_list_renamed();

create trigger endpoint_index_runs_note after insert on endpoint_index_runs
  for each row execute function kongflow_note_run();
create trigger endpoint_index_runs_note_change after update of status, error on endpoint_index_runs
  for each row when (old.status <> new.status or old.error is distinct from new.error)
  execute function kongflow_note_run();
create trigger endpoint_index_runs_note_removed after delete on endpoint_index_runs
  referencing old table as removed for each statement execute function kongflow_note_removed();
create trigger endpoint_indexes_note after insert on endpoint_indexes
  for each row execute function kongflow_note_index();
create trigger endpoint_indexes_note_removed after delete on endpoint_indexes
  referencing old table as removed for each statement execute function kongflow_note_removed();
create trigger endpoint_index_runs_note_truncated after truncate on endpoint_index_runs
  for each statement execute function kongflow_note_truncated();
create trigger endpoint_indexes_note_truncated after truncate on endpoint_indexes
  for each statement execute function kongflow_note_truncated();
