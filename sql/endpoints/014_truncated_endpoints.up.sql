-- TRUNCATE fires no DELETE triggers, not even through a cascade: it records the removed endpoints itself.
-- Dynamic statement, security definer and no right for others, as in 010_removed_endpoints.
create function kongflow_record_truncated_endpoints() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format(
    'insert into %1$I.removed_endpoints (endpoint_id) select id from %1$I.endpoints
     on conflict (endpoint_id) do update set removed_at = excluded.removed_at', tg_table_schema);
  return null;
end
$$;

revoke execute on function kongflow_record_truncated_endpoints() from public;

create trigger endpoints_record_truncated before truncate on endpoints
  for each statement execute function kongflow_record_truncated_endpoints();
