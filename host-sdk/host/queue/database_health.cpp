#include "host/queue/database_health.h"

#include <utility>

#include "host/queue/queue_schema.h"
#include "postgres/pool.h"

namespace kongflow::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds commit_interval{5'000};

constexpr char insufficient_privilege[] = "42501";

constexpr char prepare[] = "set statement_timeout = '1800ms'; set application_name = 'kongflow health'";

// What the host reads and writes. A policy that shows every row to everybody hides nothing.
constexpr char facts_sql[] = R"(
with needed as (
  select name, privileges, to_regclass(name)::oid as id
  from (values
    ('users', '{SELECT}'::text[]), ('organizations', '{SELECT}'), ('projects', '{SELECT}'),
    ('runtime_environments', '{SELECT}'),
    ('kongflow_hosts', '{SELECT,INSERT,UPDATE,DELETE}'), ('kongflow_minutes', '{SELECT,INSERT,UPDATE,DELETE}'),
    ('graphile_worker._private_tasks', '{SELECT,INSERT}'),
    ('graphile_worker._private_job_queues', '{SELECT,INSERT,UPDATE}'),
    ('graphile_worker._private_jobs', '{SELECT,INSERT,UPDATE,DELETE}'),
    ('graphile_worker.jobs', '{SELECT}')) as tables(name, privileges)
), lacking as (
  select privilege || ' on ' || name as what
  from needed cross join unnest(privileges) as privilege
  where id is not null and not has_table_privilege(id, privilege)
  union all
  select 'USAGE on ' || sequence.oid::regclass
  from pg_depend join pg_class as sequence on sequence.oid = objid
  where classid = 'pg_class'::regclass and deptype = 'a'
    and case when sequence.relkind = 'S' then not has_sequence_privilege(sequence.oid, 'USAGE') else false end
    and refobjid in (select id from needed where 'INSERT' = any(privileges))
  union all
  select distinct 'EXECUTE on graphile_worker.' || proname
  from pg_proc
  where pronamespace = to_regnamespace('graphile_worker') and not has_function_privilege(oid, 'EXECUTE')
    and proname in ('add_job', 'add_jobs', 'complete_jobs', 'permanently_fail_jobs', 'reschedule_jobs',
                    'force_unlock_workers')
), hidden as (
  select name from needed
  where id is not null and row_security_active(id) and not exists (
    select from pg_policy where polrelid = id and polpermissive and polcmd = '*' and polroles = '{0}'
      and pg_get_expr(polqual, polrelid) = 'true')
)
select pg_is_in_recovery(), current_setting('transaction_read_only')::boolean,
  (select string_agg(name, ', ') from needed where id is null),
  (select string_agg(name, ', ') from hidden),
  (select string_agg(what, ', ' order by what) from lacking))";

// Writes to the log that a commit waits for, and to no table.
constexpr char commit_sql[] = "select pg_logical_emit_message(true, 'kongflow', 'health')";

constexpr char no_commit[] =
    "A commit has not finished in time: check whether a synchronous standby is down, or the disk is full or slow.";

std::optional<std::string> writable_problem(const postgres::Rows& facts) {
  if (facts.view(0, 0) == "t") return "The database is a standby, which is read-only: set database.url to the primary.";
  if (facts.view(0, 1) == "t")
    return "The database is read-only: set default_transaction_read_only to off for this role and database.";
  return std::nullopt;
}

std::optional<std::string> visibility_problem(const postgres::Rows& facts) {
  if (const auto hidden = facts.optional_text(0, 3))
    return "Row-level security hides rows of " + *hidden +
           " from this database role: use the role that owns them, or give it BYPASSRLS.";
  if (const auto lacking = facts.optional_text(0, 4)) return "The database role lacks " + *lacking + ": grant it.";
  return std::nullopt;
}

}  // namespace

void DatabaseHealth::add_to(Health& health) {
  health.add({"database", [this] { return ask(); }});
  for (const char* name : {"schema", "queue", "writable", "visibility", "commits"})
    health.add({name,
                [this, name] {
                  const std::lock_guard lock(mutex_);
                  return problems_[name];
                },
                [this, name] {
                  const std::lock_guard lock(mutex_);
                  return problems_.count(name) != 0;
                }});
}

std::optional<std::string> DatabaseHealth::ask() {
  const std::lock_guard lock(mutex_);
  const auto commits = problems_.find("commits");
  auto commit_before = commits == problems_.end() ? std::nullopt : commits->second;
  problems_.clear();
  try {
    if (!connection_ || !postgres::alive(connection_->native())) {
      connection_.emplace(postgres::Connection::open(connection_string_, limit, limit));
      connection_->execute_script(prepare);
    }
    read_facts();
    if (problems_["writable"]) return std::nullopt;
    if (steady_clock::now() >= commit_at_) commit_before = commit_problem();
    problems_["commits"] = commit_before;
    return std::nullopt;
  } catch (const postgres::Error& error) {
    connection_.reset();
    return error.what();
  }
}

void DatabaseHealth::read_facts() {
  try {
    const auto facts = connection_->execute(facts_sql);
    problems_["writable"] = writable_problem(facts);
    problems_["visibility"] = visibility_problem(facts);
    const auto missing = facts.optional_text(0, 2);
    problems_["schema"] =
        missing ? std::optional("The database lacks " + *missing + ": run kongflow-host migrate up.") : std::nullopt;
    problems_["queue"] = QueueSchema(*connection_).not_ready();
  } catch (const postgres::Error& error) {
    if (error.sqlstate() != insufficient_privilege) throw;
    problems_["visibility"] = std::string("The database role lacks rights: ") + error.what() + ".";
  }
}

std::optional<std::string> DatabaseHealth::commit_problem() {
  commit_at_ = steady_clock::now() + commit_interval;
  try {
    connection_->execute(commit_sql);
    return std::nullopt;
  } catch (const postgres::Error& error) {
    if (error.sqlstate() == insufficient_privilege) return std::nullopt;  // only an administrator may try
    if (!error.connection_lost()) return std::string("A transaction cannot be committed: ") + error.what() + ".";
    connection_.reset();
    return no_commit;
  }
}

}  // namespace kongflow::host
