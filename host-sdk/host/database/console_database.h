// The console's database connections.
#pragma once

#include <string>

#include "postgres/connection.h"
#include "postgres/pool.h"

namespace kongflow::host {

// Thread-safe. Opens a few connections on demand. Cancels statements after five seconds, so that viewers cannot block
// work.
class ConsoleDatabase {
 public:
  explicit ConsoleDatabase(const std::string& connection_string);

  // Executes one statement. Throws postgres::Error.
  postgres::Rows execute(const char* sql, const std::vector<postgres::Parameter>& parameters = {});
  // Calls `work` with one connection, for several statements.
  template <class Work>
  auto with_connection(Work&& work) {
    const auto lease = connections_.acquire();
    return work(lease.session());
  }

 private:
  postgres::Pool<postgres::Connection> connections_;
};

}  // namespace kongflow::host
