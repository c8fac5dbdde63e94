// The platform's PostgreSQL: the one that the config file names, or the embedded one.
#pragma once

#include <memory>
#include <string>

#include "host/config/settings.h"
#include "host/database/embedded_postgres.h"

namespace kongflow::host {

// Reachable while the object lives. Made on a thread that outlives it.
class PlatformDatabase {
 public:
  enum class Use {
    own,   // by a host: starts the embedded cluster, and throws when another process has it
    share  // by a command: works beside a running host, else starts the embedded cluster for the time being
  };
  // Throws std::runtime_error with a sentence, and StopRequested once `stop_request` is set.
  PlatformDatabase(const Settings& settings, Use use, Log& log, const StopRequest* stop_request = nullptr);

  const std::string& connection_string() const { return connection_string_; }
  bool embedded() const { return embedded_ != nullptr; }
  // False when the embedded cluster that this object started has ended.
  bool alive() { return embedded_ == nullptr || embedded_->running(); }
  void stop() noexcept;

 private:
  std::unique_ptr<EmbeddedPostgres> embedded_;
  std::string connection_string_;
};

}  // namespace kongflow::host
