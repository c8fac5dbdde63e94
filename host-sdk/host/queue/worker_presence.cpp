#include "host/queue/worker_presence.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <random>

namespace kongflow::host {
namespace {

// Advisory locks with two keys: this one says what they are, the other is the worker's.
constexpr char kTake[] = "select pg_try_advisory_lock(1262896710, $1::int)";

constexpr char kSilent[] =
    "select id from kongflow_hosts where id <> $1 and heartbeat_at <= now() - interval '5 seconds'";

const std::string& absent_sql() {
  static const std::string text = R"(
select distinct holders.worker
from (
  select locked_by as worker from graphile_worker._private_jobs where locked_at is not null
  union all
  select locked_by from graphile_worker._private_job_queues where locked_at is not null
) as holders
where holders.worker <> $1 and not )" +
                                  worker_alive_sql("holders.worker");
  return text;
}

std::set<std::string> workers_of(const postgres::Rows& rows) {
  std::set<std::string> workers;
  for (int row = 0; row < rows.size(); ++row) workers.insert(rows.text(row, 0));
  return workers;
}

std::string host_name() {
  std::array<char, 256> name = {};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace

WorkerPresence::WorkerPresence() {
  renew();
}

void WorkerPresence::renew() {
  key_ = std::random_device{}();
  std::array<char, 16> digits = {};
  std::snprintf(digits.data(), digits.size(), "%08x", key_);
  worker_ = "kongflow-" + std::string(digits.data()) + "-" + host_name() + "-" + std::to_string(::getpid());
}

bool WorkerPresence::take(postgres::Connection& connection) {
  return connection.execute(kTake, {std::to_string(static_cast<std::int32_t>(key_))}).view(0, 0) == "t";
}

std::string worker_alive_sql(const std::string& worker) {
  return "(case when " + worker + R"( ~ '^kongflow-[0-9a-f]{8}-' then coalesce((
  select heartbeat_at > now() - interval '5 seconds' from kongflow_hosts as host where host.id = )" +
         worker + R"(
), exists (
  select from pg_locks
  where locktype = 'advisory' and granted and objsubid = 2 and classid = 1262896710
    and database = (select oid from pg_database where datname = current_database())
    and objid::bigint = ('x' || substr()" +
         worker + R"(, 10, 8))::bit(32)::bigint
)) end))";
}

std::set<std::string> WorkerPresence::silent(postgres::Connection& connection) const {
  return workers_of(connection.execute(kSilent, {worker_}));
}

std::set<std::string> WorkerPresence::absent(postgres::Connection& connection) const {
  return workers_of(connection.execute(absent_sql().c_str(), {worker_}));
}

}  // namespace kongflow::host
