#include "host/database/platform_database.h"

#include "host/database/session_check.h"

namespace kongflow::host {

PlatformDatabase::PlatformDatabase(const Settings& settings, Use use, Log& log, const StopRequest* stop_request)
    : connection_string_(settings.database.url) {
  if (!connection_string_.empty()) {
    require_own_sessions(connection_string_);
    return;
  }
  if (use == Use::share)
    if (auto running = EmbeddedPostgres::connection_string_if_running(settings.data_dir)) {
      connection_string_ = std::move(*running);
      return;
    }
  embedded_ = std::make_unique<EmbeddedPostgres>(settings.data_dir, settings.database.bin_dir, log);
  connection_string_ = embedded_->start(stop_request);
}

void PlatformDatabase::stop() noexcept {
  if (embedded_ != nullptr) embedded_->stop();
}

}  // namespace kongflow::host
