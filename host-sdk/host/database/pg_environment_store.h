// Environments by API key, from the platform's tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/base/environment_store.h"
#include "postgres/connection.h"
#include "postgres/pool.h"

namespace kongflow::host {

// Asks the database each time. Connects at the first call, again after a lost connection.
class PgEnvironmentStore final : public EnvironmentStore {
 public:
  explicit PgEnvironmentStore(std::string connection_string);
  std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) override;

 private:
  postgres::Pool<postgres::Connection> connections_;
};

}  // namespace kongflow::host
