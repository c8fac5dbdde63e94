// Which hosts are alive: each holds an advisory lock that its worker id names, and PostgreSQL drops it with the
// connection.
#pragma once

#include <set>
#include <string>

#include "postgres/connection.h"

namespace kongflow::host {

// The worker id ("kongflow-1a2b3c4d-<host name>-<pid>") is what locked_by holds. One thread at a time.
class WorkerPresence {
 public:
  WorkerPresence();

  const std::string& worker() const { return worker_; }

  // Takes the lock on a new connection. False when another session has it: the one before, not yet gone, or, at the
  // very first time, another host; then renew() before trying again.
  bool take(postgres::Connection& connection);
  void renew();

  // Hosts whose heartbeat stopped. Costs the same however long the queue is.
  std::set<std::string> silent(postgres::Connection& connection) const;
  // Workers of this kind that hold locks in the queue, but are not alive. Reads the whole queue.
  std::set<std::string> absent(postgres::Connection& connection) const;

 private:
  std::uint32_t key_ = 0;
  std::string worker_;
};

// SQL: whether the worker that the text expression names is alive; null when it is null, or no host's worker.
std::string worker_alive_sql(const std::string& worker);

}  // namespace kongflow::host
