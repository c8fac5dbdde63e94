#include "host/base/call.h"
#include "host/base/text.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

LogLevel level_of(kf_log_level level) {
  if (level <= KF_LOG_DEBUG) return LogLevel::debug;
  return level >= KF_LOG_ERROR ? LogLevel::error : static_cast<LogLevel>(level);
}

std::int32_t enabled(const kf_host* abi, kf_log_level level) noexcept {
  return PluginHost::of(abi).services().log.enabled(level_of(level)) ? 1 : 0;
}

void write(const kf_host* abi, const kf_call* call, kf_log_level level, kf_str message, const kf_pair* fields,
           std::uint32_t field_count) noexcept {
  const PluginHost& host = PluginHost::of(abi);
  at_boundary(host, [&]() -> kf_status {
    std::vector<LogField> out;
    if (call != nullptr) out.emplace_back("call", call->id());
    for (std::uint32_t i = 0; fields != nullptr && i < field_count; ++i)
      out.emplace_back(view(fields[i].name), std::string(view(fields[i].value)));
    host.services().log.write(level_of(level), host.component(), view(message), out);
    return KF_OK;
  });
}

}  // namespace

const kf_log_service log_service{sizeof(kf_log_service), &enabled, &write};

}  // namespace kongflow::host
