// Looks up environments by API key in the platform's tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/base/environment_store.h"
#include "postgres/connection.h"
#include "postgres/pool.h"

namespace kongflow::host {

// Queries the database on every call. Connects on the first call and reconnects after a lost connection.
class PgEnvironmentStore final : public EnvironmentStore {
 public:
  explicit PgEnvironmentStore(std::string connection_string);
  std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override;

 private:
  postgres::Pool<postgres::Connection> connections_;
};

}  // namespace kongflow::host
