// The platform's PostgreSQL: the configured server or the embedded one.
#pragma once

#include <memory>
#include <string>

#include "host/config/settings.h"
#include "host/database/embedded_postgres.h"

namespace kongflow::host {

// The database is available during the object's lifetime. The creating thread must outlive the object.
class PlatformDatabase {
 public:
  enum class Use {
    own,   // for a host: starts the embedded cluster, and throws when another process uses it
    share  // for a command: uses a running host's cluster, else starts it temporarily
  };
  // Throws std::runtime_error with a sentence, and StopRequested once `stop_request` is set.
  PlatformDatabase(const Settings& settings, Use use, Log& log, const StopRequest* stop_request = nullptr);

  const std::string& connection_string() const { return connection_string_; }
  bool embedded() const { return embedded_ != nullptr; }
  // False when the embedded server that this object started has exited.
  bool alive() { return embedded_ == nullptr || embedded_->running(); }
  void stop() noexcept;

 private:
  std::unique_ptr<EmbeddedPostgres> embedded_;
  std::string connection_string_;
};

}  // namespace kongflow::host
