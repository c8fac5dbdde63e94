// Detects live hosts: each host holds an advisory lock derived from its worker id, which PostgreSQL releases with the
// connection.
#pragma once

#include <set>
#include <string>

#include "postgres/connection.h"

namespace kongflow::host {

// The worker id ("kongflow-1a2b3c4d-<host name>-<pid>") is the value of locked_by. Not thread-safe.
class WorkerPresence {
 public:
  WorkerPresence();

  const std::string& worker() const { return worker_; }

  // Takes the lock on a new connection. False when another session holds it: the previous connection of this host or,
  // on the first call, another host; then call renew() before trying again.
  bool take(postgres::Connection& connection);
  void renew();

  // Hosts whose heartbeat has stopped. The cost does not depend on the length of the queue.
  std::set<std::string> silent(postgres::Connection& connection) const;
  // Workers of this kind that hold locks in the queue but are not alive. Reads the whole queue.
  std::set<std::string> absent(postgres::Connection& connection) const;

 private:
  std::uint32_t key_ = 0;
  std::string worker_;
};

// SQL expression: whether the worker named by the text expression is alive; null when it is null or not a host's
// worker.
std::string worker_alive_sql(const std::string& worker);

}  // namespace kongflow::host
