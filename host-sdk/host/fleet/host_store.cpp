#include "host/fleet/host_store.h"

#include "host/queue/worker_presence.h"
#include "postgres/iso_time.h"

namespace kongflow::host::host_store {
namespace {

constexpr char kBeatSql[] = R"(
insert into kongflow_hosts (id, name, pid, version, url, tasks_running, http_in_flight)
values ($1, $2, $3::int, $4, $5, $6::int, $7::int)
on conflict (id) do update set heartbeat_at = now(), tasks_running = excluded.tasks_running,
  http_in_flight = excluded.http_in_flight
returning draining)";

constexpr char kRemoveSql[] = "delete from kongflow_hosts where id = $1";
constexpr char kReplaceSql[] = R"(
delete from kongflow_hosts where name = $1 and url = $2 and id <> $3 and heartbeat_at < now() - interval '20 seconds')";
constexpr char kPruneSql[] = "delete from kongflow_hosts where heartbeat_at < now() - interval '1 hour'";
constexpr char kDrainingSql[] = "update kongflow_hosts set draining = $2::boolean where id = $1";

const std::string& list_sql() {
  static const std::string text = R"(
select coalesce(json_agg(json_build_object('id', id, 'name', name, 'pid', pid, 'version', version, 'startedAt', )" +
                                  postgres::iso_time("started_at") + ", 'heartbeatAt', " +
                                  postgres::iso_time("heartbeat_at") + ", 'alive', " +
                                  worker_alive_sql("kongflow_hosts.id") + R"(,
  'draining', draining, 'tasksRunning', tasks_running, 'httpInFlight', http_in_flight, 'url', url, 'self', id = $1)
  order by name, id), '[]')
from kongflow_hosts)";
  return text;
}

}  // namespace

bool beat(postgres::Connection& connection, const HostRow& host) {
  return connection
             .execute(kBeatSql, {host.id, host.name, std::to_string(host.pid), host.version, host.url,
                                 std::to_string(host.tasks_running), std::to_string(host.http_in_flight)})
             .view(0, 0) == "t";
}

void remove(postgres::Connection& connection, const std::string& id) {
  connection.execute(kRemoveSql, {id});
}

void replace_dead(postgres::Connection& connection, const HostRow& host) {
  connection.execute(kReplaceSql, {host.name, host.url, host.id});
}

void prune(postgres::Connection& connection) {
  connection.execute(kPruneSql);
}

bool set_draining(postgres::Connection& connection, const std::string& id, bool draining) {
  return connection.execute(kDrainingSql, {id, draining ? "true" : "false"}).affected() > 0;
}

std::string hosts_json(postgres::Connection& connection, const std::string& self) {
  return R"({"hosts":)" + connection.execute(list_sql().c_str(), {self}).text(0, 0) + "}";
}

}  // namespace kongflow::host::host_store
