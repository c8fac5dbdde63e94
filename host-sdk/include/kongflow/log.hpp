// Structured lines in the host's log.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/abi/log.h"
#include "kongflow/call.hpp"

namespace kongflow {

using LogField = std::pair<std::string_view, std::string_view>;

// A handle: cheap to copy, valid until the plugin is destroyed. Never pass a secret. Field names are in lower_case.
// All functions: [any thread].
class Log {
 public:
  Log(const kf_host* host, const kf_log_service* service) : host_(host), service_(service) {}

  bool enabled(kf_log_level level) const { return service_ != nullptr && service_->enabled(host_, level) != 0; }
  // The line carries the call's id unless `call` is null.
  void write(kf_log_level level, const Call* call, std::string_view message,
             std::initializer_list<LogField> fields = {}) const {
    if (!enabled(level)) return;
    std::vector<kf_pair> pairs;
    pairs.reserve(fields.size());
    for (const auto& [name, value] : fields) pairs.push_back(kf_pair{to_abi(name), to_abi(value)});
    service_->write(host_, call == nullptr ? nullptr : call->native(), level, to_abi(message), pairs.data(),
                    static_cast<uint32_t>(pairs.size()));
  }

  void debug(std::string_view message, std::initializer_list<LogField> fields = {}) const {
    write(KF_LOG_DEBUG, nullptr, message, fields);
  }
  void info(std::string_view message, std::initializer_list<LogField> fields = {}) const {
    write(KF_LOG_INFO, nullptr, message, fields);
  }
  void warning(std::string_view message, std::initializer_list<LogField> fields = {}) const {
    write(KF_LOG_WARNING, nullptr, message, fields);
  }
  void error(std::string_view message, std::initializer_list<LogField> fields = {}) const {
    write(KF_LOG_ERROR, nullptr, message, fields);
  }

 private:
  const kf_host* host_;
  const kf_log_service* service_;
};

}  // namespace kongflow
