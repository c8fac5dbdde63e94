// The console's connections to the platform's database.
#pragma once

#include <string>

#include "postgres/connection.h"
#include "postgres/pool.h"

namespace kongflow::host {

// Thread-safe. A few connections, each made when it is needed; a statement that takes longer than five seconds is
// cancelled, so that viewers cannot hold up work.
class ConsoleDatabase {
 public:
  explicit ConsoleDatabase(const std::string& connection_string);

  // One statement. Throws postgres::Error.
  postgres::Rows execute(const char* sql, const std::vector<postgres::Parameter>& parameters = {});
  // Calls `work` with a connection of its own, for several statements.
  template <class Work>
  auto with_connection(Work&& work) {
    const auto lease = connections_.acquire();
    return work(lease.session());
  }

 private:
  postgres::Pool<postgres::Connection> connections_;
};

}  // namespace kongflow::host
