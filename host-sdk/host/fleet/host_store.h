// The table kongflow_hosts: the hosts that use this database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/connection.h"

// Each function is one statement on the given connection and throws postgres::Error.
namespace kongflow::host::host_store {

struct HostRow {
  std::string id;  // id of its task runner, as in locked_by
  std::string name, version, url;
  int pid = 0;
  int tasks_running = 0;
  int http_in_flight = 0;
};

// Writes the host's row. Returns true when an operator drains the host.
bool beat(postgres::Connection& connection, const HostRow& host);
void remove(postgres::Connection& connection, const std::string& id);
// Removes the rows of dead hosts that this host replaces (same machine and URL), once they have been dead long enough
// for their tasks to be released. Releasing the tasks needs these rows.
void replace_dead(postgres::Connection& connection, const HostRow& host);
// Removes rows of hosts that stopped beating an hour ago.
void prune(postgres::Connection& connection);

// False when the host does not exist.
bool set_draining(postgres::Connection& connection, const std::string& id, bool draining);

// The response of GET /hosts, ordered by name and id. `self`: the id of the responding host.
std::string hosts_json(postgres::Connection& connection, const std::string& self);

}  // namespace kongflow::host::host_store
