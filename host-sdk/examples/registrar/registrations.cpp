#include "registrations.h"

#include <utility>

namespace registrar {
namespace {

// Several hosts may start at once, and "if not exists" does not prevent concurrent creation.
constexpr char kCreate[] = R"sql(
select pg_advisory_xact_lock(hashtext('registrar'));
create table if not exists registrar_entries (
  id bigint generated always as identity primary key,
  endpoint_id uuid not null,
  kind text not null,
  key text not null,
  entry jsonb not null,
  task_id bigint not null,
  registered_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (endpoint_id, kind, key)
);
create index if not exists registrar_entries_updated_at_idx on registrar_entries (updated_at))sql";

// A late attempt must not overwrite the entry of a newer task. Task ids restart when the queue's schema is recreated,
// so any task may update a row that has not changed for a day.
constexpr char kPut[] = R"sql(
insert into registrar_entries as old (endpoint_id, kind, key, entry, task_id)
select ($2::json ->> 'endpointId')::uuid, $1, coalesce(entry ->> 'id', entry ->> 'key'), entry::jsonb, $3::bigint
from (select $2::json -> $1::text as entry) payload
on conflict (endpoint_id, kind, key) do update
set entry = excluded.entry, task_id = excluded.task_id, updated_at = clock_timestamp()
where old.task_id < excluded.task_id or old.updated_at < now() - interval '1 day'
returning id, xmax = 0)sql";

constexpr char kList[] = R"sql(
with page as (
  select registered.id, slug, kind, key, entry, registered_at, registered.updated_at,
    row_number() over (order by registered.id desc) as place
  from registrar_entries registered join endpoints on endpoints.id = endpoint_id
  where environment_id = $1::uuid and ($2::text is null or kind = $2)
    and ($4::bigint is null or registered.id < $4::bigint)
  order by registered.id desc limit $3::int + 1
)
select json_build_object(
  'registered', coalesce(json_agg(json_build_object('id', id::text, 'endpoint', slug, 'kind', kind, 'key', key,
    'entry', entry, 'registeredAt', registered_at, 'updatedAt', updated_at) order by place)
    filter (where place <= $3::int), '[]'),
  'nextCursor', case when count(*) > $3::int then (min(id) filter (where place <= $3::int))::text end)
from page)sql";

constexpr char kPanelRows[] = R"sql(
with query as (
  select ($1::json ->> 'limit')::int as most, ($1::json ->> 'cursor')::bigint as cursor,
    lower($1::json ->> 'filter') as filter
), page as (
  select registered.id, slug, kind, key, entry, registered_at, registered.updated_at,
    row_number() over (order by registered.id desc) as place
  from query, registrar_entries registered left join endpoints on endpoints.id = endpoint_id
  where (cursor is null or registered.id < cursor)
    and (filter is null or position(filter in lower(concat_ws(' ', kind, key, slug, entry ->> 'name'))) > 0)
  order by registered.id desc limit (select most + 1 from query)
)
select json_build_object(
  'rows', coalesce(json_agg(json_build_object('id', id::text, 'key', key, 'kind', kind, 'endpoint', slug,
    'name', entry ->> 'name', 'version', entry ->> 'version', 'registeredAt', registered_at, 'updatedAt', updated_at)
    order by place) filter (where place <= most), '[]'),
  'cursor', case when count(*) > min(most) then (min(id) filter (where place <= most))::text end)
from page, query)sql";

constexpr char kPanelRow[] = R"sql(
select json_build_object('id', registered.id::text, 'title', key,
  'values', json_build_object('id', registered.id::text, 'key', key, 'kind', kind, 'endpoint', slug,
    'name', entry ->> 'name', 'version', entry ->> 'version', 'registeredAt', registered_at,
    'updatedAt', registered.updated_at),
  'parent', null,
  'facts', json_build_array(json_build_object('title', 'Task', 'value', task_id::text, 'kind', 'text')),
  'document', entry, 'queue', 'endpoint-' || endpoint_id, 'others', json_build_array(), 'changes', null)
from registrar_entries registered left join endpoints on endpoints.id = endpoint_id
where registered.id = ($1::json ->> 'id')::bigint)sql";

constexpr char kRemove[] = "delete from registrar_entries where id = ($1::json ->> 'id')::bigint returning id";

// The latest update reveals changes; PostgreSQL's estimated number of deleted rows reveals removals.
constexpr char kVersion[] = R"sql(
select concat_ws(' ', max(updated_at), pg_stat_get_tuples_deleted('registrar_entries'::regclass))
from registrar_entries)sql";

std::string text(const Result& result) {
  return PQgetvalue(result.get(), 0, 0);
}

}  // namespace

Put Registrations::put(const std::string& kind, std::string_view payload_json, std::string_view task_id,
                       const kongflow::Call& call) {
  const Result result = run(kPut, {kind, std::string(payload_json), std::string(task_id)}, call);
  if (PQntuples(result.get()) == 0) return Put::unchanged;
  return PQgetvalue(result.get(), 0, 1)[0] == 't' ? Put::added : Put::updated;
}

std::string Registrations::list(std::string_view environment_id, const std::optional<std::string>& kind, int limit,
                                const std::optional<std::string>& cursor, const kongflow::Call& call) {
  return text(run(kList, {std::string(environment_id), kind, std::to_string(limit), cursor}, call));
}

std::string Registrations::panel_rows(std::string_view query_json, const kongflow::Call& call) {
  return text(run(kPanelRows, {std::string(query_json)}, call));
}

std::optional<std::string> Registrations::panel_row(std::string_view query_json, const kongflow::Call& call) {
  const Result result = run(kPanelRow, {std::string(query_json)}, call);
  if (PQntuples(result.get()) == 0) return std::nullopt;
  return text(result);
}

bool Registrations::remove(std::string_view input_json, const kongflow::Call& call) {
  return PQntuples(run(kRemove, {std::string(input_json)}, call).get()) > 0;
}

std::string Registrations::version(const kongflow::Call& call) {
  return text(run(kVersion, {}, call));
}

void Registrations::prepare(const kongflow::Call& call) {
  const Result found = database_.run("select to_regclass('registrar_entries') is not null", {}, call);
  if (text(found) != "t") database_.run(kCreate, {}, call);
  prepared_ = true;
}

Result Registrations::run(const char* sql, const std::vector<std::optional<std::string>>& parameters,
                          const kongflow::Call& call) {
  if (!prepared_) prepare(call);
  try {
    return database_.run(sql, parameters, call);
  } catch (const DatabaseError& error) {
    if (error.sqlstate() == "42P01") prepared_ = false;  // the table was dropped: the next call recreates it
    throw;
  }
}

}  // namespace registrar
