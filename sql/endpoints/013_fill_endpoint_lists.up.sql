-- no transaction
-- Fills endpoint_listings and endpoint_states for the endpoints that were there before them, a few thousand at a time:
-- each transaction is short, so that hosts at work do not wait. A row that is there already is a trigger's, which knows
-- only its own event: it is read anew once that event is committed.
do $$
declare
  last uuid := '00000000-0000-0000-0000-000000000000';
  batch uuid[];
  present uuid[];
begin
  loop
    select array_agg(id order by id) into batch
    from (select id from endpoints where id > last order by id limit 2000) next;
    exit when batch is null;
    last := batch[cardinality(batch)];
    -- Without those that are being removed.
    select array_agg(id order by id) into batch
    from (select id from endpoints where id = any(batch) order by id for key share) kept;
    continue when batch is null;
    -- A project or environment that is being renamed: its trigger does not find listings that are not there yet.
    perform from projects where id in (select project_id from endpoints where id = any(batch)) order by id for share;
    perform from runtime_environments
    where id in (select environment_id from endpoints where id = any(batch)) order by id for share;
    insert into endpoint_listings
    select listing.* from endpoints endpoint cross join lateral kongflow_endpoint_listing(endpoint) listing
    where endpoint.id = any(batch) order by endpoint.id
    on conflict (endpoint_id) do nothing;
    with filled as (
      insert into endpoint_states
      select state.* from unnest(batch) as id cross join lateral kongflow_endpoint_state(id) state order by id
      on conflict (endpoint_id) do nothing
      returning endpoint_id
    )
    select array_agg(id) into present from unnest(batch) as id where id not in (select endpoint_id from filled);
    commit;
    perform kongflow_refresh_endpoint_states(present);
    commit;
  end loop;
end $$;
-- next
analyze endpoint_listings, endpoint_states;
-- next
-- An owner's list of one environment, newest first. Left behind by an attempt that was interrupted:
drop index concurrently if exists endpoints_environment_created_at_idx;
-- next
create index concurrently endpoints_environment_created_at_idx on endpoints (environment_id, created_at, id);
-- next
drop index concurrently if exists endpoints_environment_id_idx;
