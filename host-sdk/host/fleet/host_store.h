// The table kongflow_hosts: who works on this database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/connection.h"

// Each function is one statement on the given connection and throws postgres::Error.
namespace kongflow::host::host_store {

struct HostRow {
  std::string id;  // of its task runner, as in locked_by
  std::string name, version, url;
  int pid = 0;
  int tasks_running = 0;
  int http_in_flight = 0;
};

// Writes the host's row. Returns whether an operator wants the host to drain.
bool beat(postgres::Connection& connection, const HostRow& host);
void remove(postgres::Connection& connection, const std::string& id);
// Removes the rows of hosts in whose place this one is, of the same machine and URL: those dead for so long that their
// tasks have been released, which is done by these rows.
void replace_dead(postgres::Connection& connection, const HostRow& host);
// Removes rows of hosts that stopped beating an hour ago.
void prune(postgres::Connection& connection);

// False when there is no such host.
bool set_draining(postgres::Connection& connection, const std::string& id, bool draining);

// As GET /hosts has them, by name and id; `self` is the id of the host that asks.
std::string hosts_json(postgres::Connection& connection, const std::string& self);

}  // namespace kongflow::host::host_store
